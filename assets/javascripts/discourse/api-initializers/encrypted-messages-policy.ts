import { apiInitializer } from "discourse/lib/api";
import ClosedComposer from "../components/encrypted-messages/closed-composer";

/** What the site's settings ask of core's composer. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  api.renderInOutlet("composer-after-composer-editor", ClosedComposer);
  api.addTrackedTopicProperties("encrypted_messages_reply_refused");
});
