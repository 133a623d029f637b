import type Owner from "@ember/owner";
import type ContactsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-contacts";
import type { KeyChange } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/contacts";
import { serviceOf } from "./served-topic";

/** The member uses the keys that these have now, without having compared numbers. */
export function useTheirKeys(
  owner: Owner,
  members: readonly KeyChange[]
): Promise<void> {
  return serviceOf<ContactsService>(owner, "contacts").confirm(
    members.flatMap(({ card, username }) => (card ? [{ card, username }] : []))
  );
}
