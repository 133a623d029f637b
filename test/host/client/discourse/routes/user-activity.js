import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class UserActivityRoute extends DiscourseRoute {
  titleToken() {
    return i18n("user.activity_stream");
  }
}
