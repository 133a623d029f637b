import { apiInitializer } from "discourse/lib/api";
import { late as shownLate } from "../components/encrypted-messages/late";
import type EncryptedMessagesNamesService from "../late-services/encrypted-messages-names";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { Post } from "../types/core";

/** What members are called: one's own name is signed, and those of authors are shown as they have signed them. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }
  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );
  late.whenHere(() =>
    late.part<EncryptedMessagesNamesService>("names")!.start()
  );
  api.renderInOutlet(
    "post-meta-data-poster-name",
    shownLate<{ outletArgs: { post: Post } }>("PosterName", {
      isOurs: (_late, { outletArgs }) => late.isEncryptedPost(outletArgs.post),
    })
  );
});
