import Controller from "@ember/controller";
import { service } from "@ember/service";

export default class ApplicationController extends Controller {
  @service a11y;
  @service site;
}
