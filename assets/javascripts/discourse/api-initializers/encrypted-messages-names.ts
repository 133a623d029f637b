import { apiInitializer } from "discourse/lib/api";
import PosterName from "../components/encrypted-messages/topic/poster-name";
import type EncryptedMessagesNamesService from "../services/encrypted-messages-names";

/** What members are called: one's own name is signed, and those of authors are shown as they have signed them. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }
  const names: EncryptedMessagesNamesService = api.container.lookup(
    "service:encrypted-messages-names"
  );
  names.start();
  api.renderInOutlet("post-meta-data-poster-name", PosterName);
});
