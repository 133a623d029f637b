import Controller from "@ember/controller";

export default class UserTopicsListController extends Controller {
  get noContent() {
    return this.model?.loaded !== false && !this.model?.topics?.length;
  }
}
