import { apiInitializer } from "discourse/lib/api";
import { late } from "../components/encrypted-messages/late";
import type { Topic } from "../types/core";

/** What the site's settings ask of core's composer, and say in old messages. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  api.renderInOutlet(
    "topic-above-footer-buttons",
    late<{ outletArgs: { model?: Topic } }>("ClosedTopic", {
      isOurs: (_late, { outletArgs: { model } }) =>
        Boolean(model?.encrypted_messages_reply_refused),
    })
  );
  api.addTrackedTopicProperties("encrypted_messages_reply_refused");
});
