import { apiInitializer } from "discourse/lib/api";
import ClosedTopic from "../components/encrypted-messages/topic/closed-topic";

/** What the site's settings ask of core's composer, and say in old messages. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  api.renderInOutlet("topic-above-footer-buttons", ClosedTopic);
  api.addTrackedTopicProperties("encrypted_messages_reply_refused");
});
