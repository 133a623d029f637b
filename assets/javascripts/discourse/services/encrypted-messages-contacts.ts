import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { LostContacts } from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  fetchAddressBook,
  storeAddressBook,
} from "../identity/stored-address-book";
import {
  type AddressBook,
  type CardHistory,
  changedParts,
  type Contact,
  type Contacts,
  digestOfMethods,
  equal,
  type Identity,
  judgeCard,
  type Judgement,
  type KeptAddressBook,
  type Keystore,
  mergeContacts,
  type NamedCard,
  type NewAddressBook,
  openAddressBook,
  type Pair,
  ProtocolError,
  sealAddressBook,
  type SignedName,
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

/**
 * By which keys the member knows whom: the address book, which is the same on all of their devices, and whom this page alone
 * has met so far. Nothing is encrypted for anybody without asking here.
 */
export default class EncryptedMessagesContactsService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare encryptedMessagesBackup: EncryptedMessagesBackupService;
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** Why nothing is encrypted: other keys than those known would not be noticed. Templates follow it. */
  @tracked problem: ContactsProblem | null = null;

  /** What is lost, or older, is still here. */
  @tracked canPutBack = false;

  @tracked private book: AddressBook | null = null;

  /** whom this page has met, and nobody has written to yet */
  #met = new Map<number, Contact>();
  #toMeet: Pair[] = [];
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

  /** Whether the address book is here: until then, who is known is not. */
  get isLoaded(): boolean {
    return this.book !== null;
  }

  /** By which keys somebody is known, or null. Templates follow it; it has nobody before `load`. */
  contactOf(userId: number): Contact | null {
    return this.book?.contacts.get(userId) ?? this.#met.get(userId) ?? null;
  }

  /** The same of the address book alone: whom only this page has met is known by what the site showed it. */
  keptContactOf(userId: number): Contact | null {
    return this.book?.contacts.get(userId) ?? null;
  }

  /** Everybody who is known. */
  get contacts(): Contacts {
    return new Map([...this.#met, ...(this.book?.contacts ?? [])]);
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
   * What the first of somebody's cards is beside what is known of them, after `load`. Whoever was met on this page alone is
   * known by it, too.
   */
  judge(history: CardHistory): Judgement {
    const [card] = history;
    return judgeCard(this.contactOf(card.userId) ?? undefined, history);
  }

  /**
   * Somebody's card was seen, without a word from the member. It takes the place of no other.
   *
   * @param publication of the name as they have signed it; 0 where it is the site's
   */
  see({ card, username }: NamedCard, publication = 0): void {
    if (!this.contactOf(card.userId)) {
      const contact = contactFrom(card, username, publication);
      this.#met.set(card.userId, contact);
    }
  }

  /**
   * Whoever is met in reading, as a roster lists them, is known from now on. It takes the place of no other; all that a page
   * brings is written together, and tried again with the next one where it could not be.
   */
  meet(pairs: readonly Pair[]): void {
    if (this.#toMeet.length === 0) {
      next(() => void waitForPromise(this.#meetWaiting().catch(() => {})));
    }
    this.#toMeet.push(...pairs);
  }

  async #meetWaiting(): Promise<void> {
    await this.#loaded().catch(() => {});
    const met = new Map<number, Pair>();
    for (const pair of this.#toMeet) {
      const isKnown = this.book?.contacts.has(pair.userId);
      if (!isKnown && !met.has(pair.userId)) {
        met.set(pair.userId, pair);
      }
    }
    this.#toMeet = [];
    if (this.book) {
      await this.remember([...met.values()], new Map());
    }
  }

  /**
   * Keeps what they have signed of how they are called.
   *
   * @param names by user id
   * @throws as `change`
   */
  rename(names: ReadonlyMap<number, SignedName>): Promise<void> {
    return this.change((contacts) => {
      for (const [userId, { username: name, publication }] of names) {
        const known = contacts.get(userId);
        if (known) {
          contacts.set(userId, { ...known, name, publication });
        }
      }
    });
  }

  /**
   * Keeps by which keys those are known that a roster lists, or that something is about to be encrypted to: they were judged
   * "new", "known" or "vouched". Where vouched keys follow on some whose number was compared, it has to be compared again.
   *
   * @param judgedBy whom the member knew as that was judged: keys that they know since then stay
   * @throws LostContacts where somebody is known by other keys since then; as `change`
   */
  async remember(
    pairs: readonly Pair[],
    judgedBy: Contacts = this.contacts
  ): Promise<void> {
    const own = this.encryptedMessagesIdentity.identity?.userId;
    const others = pairs.filter(({ userId }) => userId !== own);
    await this.change((contacts) => {
      for (const pair of others) {
        const { userId, fingerprint } = pair;
        const known = contacts.get(userId);
        const before = judgedBy.get(userId);
        if (!known) {
          const { name = "", publication } = this.#met.get(userId) ?? {};
          contacts.set(userId, contactFrom(pair, name, publication));
        } else if (!isSamePair(known, pair) && isSamePair(before, known)) {
          const standing =
            known.standing === "verified" ? "verified-before" : known.standing;
          contacts.set(userId, { ...known, fingerprint, standing });
        }
      }
    });
    if (
      others.some((pair) => !isSamePair(this.keptContactOf(pair.userId), pair))
    ) {
      throw new LostContacts("wrong-revision");
    }
  }

  /** The member wants to encrypt to these keys, in the place of any others. */
  confirm(members: readonly NamedCard[]): Promise<void> {
    return this.#decide(members, "confirmed");
  }

  /** The member has compared numbers. */
  verify(member: NamedCard): Promise<void> {
    return this.#decide([member], "verified");
  }

  /** The member takes that back. */
  unverify(userId: number): Promise<void> {
    return this.change((contacts) => {
      const known = contacts.get(userId);
      if (known) {
        contacts.set(userId, { ...known, standing: "confirmed" });
      }
    });
  }

  #decide(
    members: readonly NamedCard[],
    standing: "confirmed" | "verified"
  ): Promise<void> {
    return this.change((contacts) => {
      for (const { card, username } of members) {
        const known = contacts.get(card.userId);
        const isTheirs = known && equal(known.fingerprint, card.fingerprint);
        if (isTheirs && known.standing !== "seen" && standing === "confirmed") {
          continue; // numbers that were compared say more
        }
        contacts.set(card.userId, {
          ...contactFrom(card, username),
          ...(known && { name: known.name, publication: known.publication }),
          standing,
        });
      }
    });
  }

  /**
   * Changes who is known, here and with the site: contact by contact on top of what other devices have stored meanwhile.
   *
   * @param change changes the map that it is given
   * @throws as `load`; LostContacts where other devices are always faster
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
      );
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
        await this.#noteKept(identity, kept);
        throw error instanceof ProtocolError
          ? this.#refusal("lost", error.reason)
          : error;
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

function isSamePair(one: Pair | null | undefined, other: Pair): boolean {
  return Boolean(one && equal(one.fingerprint, other.fingerprint));
}

function contactFrom(
  { userId, fingerprint }: Pair,
  name: string,
  publication = 0
): Contact {
  return { userId, fingerprint, name, publication, standing: "seen" };
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
