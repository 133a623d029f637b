import Controller from "@ember/controller";
import { action } from "@ember/object";

export default class UserTopicsListController extends Controller {
  get noContent() {
    return this.model?.loaded !== false && !this.model?.topics?.length;
  }

  @action
  loadMore() {
    return this.model.loadMore();
  }
}
