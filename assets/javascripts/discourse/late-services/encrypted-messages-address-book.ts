import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { FullContacts, LostContacts } from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  fetchAddressBook,
  storeAddressBook,
} from "../identity/stored-address-book";
import {
  type AddressBook,
  changedParts,
  type Contact,
  type Contacts,
  digestOfMethods,
  equal,
  type Identity,
  type KeptAddressBook,
  type Keystore,
  mergeContacts,
  type NewAddressBook,
  openAddressBook,
  ProtocolError,
  sealAddressBook,
} from "../lib/index";
import type { CurrentUser } from "../types/core";
import type EncryptedMessagesBackupService from "./encrypted-messages-backup";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** How often another device may be faster before the member is told. */
const ATTEMPTS = 5;

/**
 * - `lost`: the site has none, or it does not verify
 * - `older`: the site has an earlier state than this device has seen
 */
export type ContactsProblem = "lost" | "older";

/** The address book as the site, this device and the member's other devices keep it: read, compared, merged, written. */
export default class EncryptedMessagesAddressBookService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare encryptedMessagesBackup: EncryptedMessagesBackupService;
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** Why nothing is encrypted: other keys than those known would not be noticed. Templates follow it. */
  @tracked problem: ContactsProblem | null = null;

  /** What is lost, or older, is still here. */
  @tracked canPutBack = false;

  @tracked private book: AddressBook | null = null;

  #loading: Promise<AddressBook> | null = null;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#loading = null;
        this.book = null;
        this.problem = null;
      })
    );
  }

  /** Who is in it, or null before `load`. Templates follow it. */
  get contacts(): Contacts | null {
    return this.book?.contacts ?? null;
  }

  /**
   * Reads the address book, once for each page.
   *
   * @throws LostContacts where the site has lost it or shows an earlier state; ProtocolError "no-key" where the keys are not
   *   here; the request's error
   */
  async load(): Promise<void> {
    await waitForPromise(this.#loaded().then(() => {}));
  }

  /**
   * Changes who is known, here and with the site: contact by contact on top of what other devices have stored meanwhile.
   *
   * @param change changes the map that it is given
   * @throws as `load`; FullContacts where there is no room; LostContacts where other devices are always faster
   */
  change(change: (contacts: Map<number, Contact>) => void): Promise<void> {
    const writing = this.#writing
      .catch(() => {})
      .then(() => this.#change(change));
    this.#writing = writing;
    return waitForPromise(writing);
  }

  async #change(
    change: (contacts: Map<number, Contact>) => void
  ): Promise<void> {
    let base = await this.#loaded();
    const { identity, keystore } = this.#ready();
    let contacts: Contacts = changed(base.contacts, change);
    if (contacts === base.contacts) {
      return;
    }
    await haveCsrfToken();
    for (let attempt = 1; contacts !== base.contacts; attempt++) {
      const { version, methodsDigest } = base;
      const sealed = await sealAddressBook(
        identity,
        { version: version + 1, methodsDigest, contacts },
        base
      ).catch((error: unknown) => {
        throw isTooLarge(error) ? new FullContacts("too-large") : error;
      });
      if (await storeAddressBook(version, changedParts(base, sealed))) {
        await this.#keep(sealed, identity, keystore);
        return;
      }
      if (attempt === ATTEMPTS) {
        throw new LostContacts("wrong-revision");
      }
      const theirs = await this.#fetch(identity, keystore);
      const merged = mergeContacts(base.contacts, contacts, theirs.contacts);
      contacts = isSame(merged, theirs.contacts) ? theirs.contacts : merged;
      base = theirs;
    }
    await this.#keep(base, identity, keystore);
  }

  /**
   * Puts what this device has last seen in the place of what the site has.
   *
   * @throws ProtocolError where there is nothing, or another device was faster; the request's error
   */
  putBack(): Promise<void> {
    return waitForPromise(
      this.#replace((identity, { parts }) => openAddressBook(identity, parts))
    );
  }

  /** Knows nobody any more: whatever keys the site shows now will count. */
  beginAnew(): Promise<void> {
    return waitForPromise(this.#replace(async () => null));
  }

  /** All of it is written anew, under a version above all that were seen. */
  async #replace(
    open: (
      identity: Identity,
      kept: KeptAddressBook
    ) => Promise<AddressBook | null>
  ): Promise<void> {
    const { identity, keystore } = this.#ready();
    const kept = await keystore.addressBook();
    const known = kept && (await open(identity, kept));
    await haveCsrfToken();
    const seen = (await fetchAddressBook())?.version ?? 0;
    await this.encryptedMessagesBackup.look(keystore, identity.card);
    const backup = await keystore.backup();
    if (!backup) {
      throw new LostContacts("no-key");
    }
    const sealed = await sealAddressBook(identity, {
      version: Math.max(seen, kept?.version ?? 0) + 1,
      methodsDigest: await digestOfMethods(backup.backup),
      contacts: known?.contacts ?? new Map(),
    });
    if (!(await storeAddressBook(seen, sealed.parts))) {
      throw new LostContacts("wrong-revision");
    }
    await this.#keep(sealed, identity, keystore);
  }

  /**
   * What new keys' address book begins with: all that the earlier ones' holds, which the site has by now.
   *
   * @throws as `load`
   */
  async carriedOver(earlier: Identity): Promise<NewAddressBook> {
    const { keystore } = this.encryptedMessagesIdentity;
    if (!keystore) {
      throw new ProtocolError("no-key");
    }
    const { version, contacts } = await this.#fetch(earlier, keystore);
    return { version: version + 1, contacts };
  }

  #ready(): { identity: Identity; keystore: Keystore } {
    const { identity, keystore } = this.encryptedMessagesIdentity;
    if (!identity || !keystore) {
      throw new ProtocolError("no-key");
    }
    return { identity, keystore };
  }

  async #keep(
    book: AddressBook,
    identity: Identity,
    keystore: Keystore
  ): Promise<void> {
    await keystore.saveAddressBook(book);
    if (identity === this.encryptedMessagesIdentity.identity) {
      this.#loading = Promise.resolve(book);
      this.book = book;
      this.problem = null;
      this.currentUser?.set("encrypted_messages_address_book", book.version);
    }
  }

  #loaded(): Promise<AddressBook> {
    if (!this.#loading) {
      const loading = this.#load();
      this.#loading = loading;
      loading.catch(() => {
        if (this.#loading === loading) {
          this.#loading = null;
        }
      });
    }
    return this.#loading;
  }

  async #load(): Promise<AddressBook> {
    const { identity, keystore } = this.#ready();
    const kept = await keystore.addressBook();
    const told = this.currentUser?.encrypted_messages_address_book;
    const book =
      kept && kept.version === told
        ? await this.#open(identity, kept).catch(() =>
            this.#fetch(identity, keystore)
          )
        : await this.#fetch(identity, keystore);
    await this.#compareMethods(book, identity, keystore);
    await this.#keep(book, identity, keystore);
    return book;
  }

  /** What the site has by now. What the device has seen of it is not overruled by an earlier state. */
  async #fetch(identity: Identity, keystore: Keystore): Promise<AddressBook> {
    const kept = await keystore.addressBook();
    const served = await this.#served(identity, kept, kept?.version);
    const merged = {
      version: served.version,
      parts: new Map([...(kept?.parts ?? []), ...served.parts]),
    };
    try {
      return await this.#open(identity, merged);
    } catch {
      // what is kept here may be damaged
      const whole = kept ? await this.#served(identity, kept) : served;
      return this.#open(identity, whole).catch(async (error: unknown) => {
        if (!(error instanceof ProtocolError)) {
          throw error;
        }
        // another device may have given the member other keys, of which this page is yet to hear
        const isOthers = await this.encryptedMessagesBackup.look(
          keystore,
          identity.card
        );
        if (isOthers) {
          throw new ProtocolError("no-key");
        }
        await this.#noteKept(identity, kept);
        throw this.#refusal("lost", error.reason);
      });
    }
  }

  /** What the site gives, if it is not earlier than what is kept: whatever part of it was asked for. */
  async #served(
    identity: Identity,
    kept: KeptAddressBook | null,
    since = 0
  ): Promise<KeptAddressBook> {
    const served = await fetchAddressBook(since);
    if (!served || (kept && isEarlier(served, kept))) {
      await this.#noteKept(identity, kept);
      throw served
        ? this.#refusal("older", "wrong-revision")
        : this.#refusal("lost", "malformed");
    }
    return served;
  }

  /** Whether what the site does not have can be put back. */
  async #noteKept(
    identity: Identity,
    kept: KeptAddressBook | null
  ): Promise<void> {
    const book = kept && (await this.#open(identity, kept).catch(() => null));
    this.canPutBack = book !== null;
  }

  async #open(
    identity: Identity,
    { version, parts }: KeptAddressBook
  ): Promise<AddressBook> {
    const book = await openAddressBook(identity, parts);
    if (book.version !== version) {
      throw new ProtocolError("wrong-revision");
    }
    return book;
  }

  /** An earlier secret's method in the backup would open it again: the address book knows which one is the last. */
  async #compareMethods(
    { methodsDigest }: AddressBook,
    { card }: Identity,
    keystore: Keystore
  ): Promise<void> {
    const isKnown = async () => {
      const backup = (await keystore.backup())?.backup;
      return (
        backup === undefined ||
        equal(await digestOfMethods(backup), methodsDigest)
      );
    };
    if (!(await isKnown())) {
      await this.encryptedMessagesBackup.look(keystore, card);
      if (!(await isKnown())) {
        throw this.#refusal("older", "wrong-revision");
      }
    }
  }

  #refusal(
    problem: ContactsProblem,
    reason: ConstructorParameters<typeof LostContacts>[0]
  ): LostContacts {
    this.problem = problem;
    return new LostContacts(reason);
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof ProtocolError && error.reason === "too-large";
}

/** Than what is kept; or another state under its version. */
function isEarlier(served: KeptAddressBook, kept: KeptAddressBook): boolean {
  const root = served.parts.get(0);
  return (
    served.version < kept.version ||
    (served.version === kept.version &&
      root !== undefined &&
      root !== kept.parts.get(0))
  );
}

/** The same map where nothing has changed. */
function changed(
  contacts: Contacts,
  change: (contacts: Map<number, Contact>) => void
): Contacts {
  const copy = new Map(contacts);
  change(copy);
  return isSame(copy, contacts) ? contacts : copy;
}

/** Contacts are never changed in place. */
function isSame(one: Contacts, other: Contacts): boolean {
  return (
    one.size === other.size &&
    [...one].every(([userId, contact]) => other.get(userId) === contact)
  );
}
