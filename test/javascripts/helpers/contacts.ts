import { getOwner } from "@ember/owner";
import type AddressBookService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-address-book";
import type ContactsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-contacts";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type {
  Contact,
  ContactStanding,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import type { AddressBookSite } from "./address-book";
import { clearDevices, logInAs, serveAddressBook, userIdOf } from "./members";
import { serveOwnIdentity } from "./pages";
import { cardOf } from "./people";
import { serviceOf } from "./served-topic";

/** What a test about whom Jane knows has, once `setupContacts` has set it up. */
export interface ContactsContext {
  site: AddressBookSite;
  book: AddressBookService;
  contacts: ContactsService;
  user: CurrentUser;
}

/** Jane's keys are here, and the site has an address book of hers with nobody in it. */
export function setupContacts(hooks: NestedHooks): void {
  hooks.beforeEach(async function (this: ContactsContext) {
    const owner = getOwner(this)!;
    this.user = (await logInAs(owner, "jane")) as unknown as CurrentUser;
    serveOwnIdentity();
    this.site = serveAddressBook("jane");
    await serviceOf<IdentityService>(owner, "identity").load();
    this.book = serviceOf<AddressBookService>(owner, "address-book");
    this.contacts = serviceOf<ContactsService>(owner, "contacts");
  });
  hooks.afterEach(clearDevices);
}

/** Pete as Jane knows him, by the keys of that name among the vectors. */
export async function pete(
  standing: ContactStanding,
  name = "pete"
): Promise<Contact> {
  const { fingerprint } = await cardOf(name);
  const userId = userIdOf("pete");
  return { userId, fingerprint, publication: 0, standing, name: "" };
}
