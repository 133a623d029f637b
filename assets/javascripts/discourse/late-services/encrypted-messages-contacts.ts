import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { LostContacts } from "../compose/status-after";
import {
  afterNewKeys,
  called,
  type CardHistory,
  type Contact,
  type Contacts,
  equal,
  judgeCard,
  type Judgement,
  mayBeMet,
  meant,
  type NamedCard,
  type Pair,
  type SignedName,
} from "../lib/index";
import { isUsername } from "../usernames";
import type EncryptedMessagesAddressBookService from "./encrypted-messages-address-book";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/**
 * By which keys the member knows whom: the address book, which is the same on all of their devices, and whom this page alone
 * has met so far. Nothing is encrypted for anybody without asking here.
 */
export default class EncryptedMessagesContactsService extends Service {
  @service
  declare encryptedMessagesAddressBook: EncryptedMessagesAddressBookService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** whom this page has met, and nobody has written to yet */
  #met = new Map<number, Contact>();
  #toMeet: Pair[] = [];

  /** Whether the address book is here: until then, who is known is not. */
  get isLoaded(): boolean {
    return this.#kept !== null;
  }

  get #kept(): Contacts | null {
    return this.encryptedMessagesAddressBook.contacts;
  }

  /** @throws as the address book's `load` */
  load(): Promise<void> {
    return this.encryptedMessagesAddressBook.load();
  }

  /** By which keys somebody is known, or null. Templates follow it; it has nobody before `load`. */
  contactOf(userId: number): Contact | null {
    return this.#kept?.get(userId) ?? this.#met.get(userId) ?? null;
  }

  /** The same of the address book alone: whom only this page has met is known by what the site showed it. */
  keptContactOf(userId: number): Contact | null {
    return this.#kept?.get(userId) ?? null;
  }

  /** Everybody who is known, as of now. */
  get contacts(): Contacts {
    return new Map([...this.#met, ...(this.#kept ?? [])]);
  }

  /** The same to be gone through, without a copy. */
  *everybody(): Generator<Contact> {
    for (const [userId, contact] of this.#met) {
      yield this.#kept?.get(userId) ?? contact;
    }
    for (const [userId, contact] of this.#kept ?? []) {
      if (!this.#met.has(userId)) {
        yield contact;
      }
    }
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
      const contact = contactFrom(card, nameFrom(username), publication);
      this.#met.set(card.userId, contact);
    }
  }

  /**
   * Whoever is met in reading, as a roster lists them, is known from now on, as far as there is room. It takes the place of
   * no other; all that a page brings is written together, and tried again with the next one where it could not be.
   */
  meet(pairs: readonly Pair[]): void {
    if (this.#toMeet.length === 0) {
      next(() => void waitForPromise(this.#meetWaiting().catch(() => {})));
    }
    this.#toMeet.push(...pairs);
  }

  async #meetWaiting(): Promise<void> {
    await this.load().catch(() => {});
    const met = this.#toMeet;
    this.#toMeet = [];
    if (this.#kept) {
      const own = this.encryptedMessagesIdentity.identity?.userId;
      await this.encryptedMessagesAddressBook.change((contacts) => {
        for (const pair of met) {
          const { userId } = pair;
          const isKnown = userId === own || contacts.has(userId);
          if (!isKnown && mayBeMet(contacts, userId)) {
            contacts.set(userId, this.#asMet(contacts, pair));
          }
        }
      });
    }
  }

  /** By the name that the page has met them by, if nobody else is known by it. */
  #asMet(contacts: Contacts, pair: Pair): Contact {
    const { name: username = "", publication = 0 } =
      this.#met.get(pair.userId) ?? {};
    return called(contacts, contactFrom(pair), { username, publication });
  }

  /**
   * Keeps what they have signed of how they are called.
   *
   * @param names by user id
   * @throws as the address book's `change`
   */
  rename(names: ReadonlyMap<number, SignedName>): Promise<void> {
    return this.encryptedMessagesAddressBook.change((contacts) => {
      for (const [userId, name] of names) {
        const known = contacts.get(userId);
        if (known) {
          contacts.set(userId, called(contacts, known, name));
        }
      }
    });
  }

  /**
   * Keeps by which keys those are known that a roster lists, or that something is about to be encrypted to: they were judged
   * "new", "known" or "vouched". Where vouched keys follow on some whose number was compared, it has to be compared again.
   *
   * @param judgedBy whom the member knew as that was judged: keys that they know since then stay
   * @throws LostContacts where somebody is known by other keys since then; as the address book's `change`
   */
  async remember(
    pairs: readonly Pair[],
    judgedBy: Contacts = this.contacts
  ): Promise<void> {
    const own = this.encryptedMessagesIdentity.identity?.userId;
    const others = pairs.filter(({ userId }) => userId !== own);
    await this.encryptedMessagesAddressBook.change((contacts) => {
      for (const pair of others) {
        const { userId, fingerprint } = pair;
        const known = contacts.get(userId);
        const before = judgedBy.get(userId);
        if (!known) {
          contacts.set(userId, this.#asMet(contacts, pair));
        } else if (!isSamePair(known, pair) && isSamePair(before, known)) {
          const standing = afterNewKeys(known.standing);
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
    return this.encryptedMessagesAddressBook.change((contacts) => {
      const known = contacts.get(userId);
      if (known) {
        contacts.set(userId, { ...known, standing: "confirmed" });
      }
    });
  }

  /** The member means these by a name by which they know, or have known, another. */
  mean(pair: Pair, name: string): Promise<void> {
    return this.encryptedMessagesAddressBook.change((contacts) => {
      const known = contacts.get(pair.userId) ?? contactFrom(pair);
      contacts.set(pair.userId, meant(known, name));
    });
  }

  #decide(
    members: readonly NamedCard[],
    standing: "confirmed" | "verified"
  ): Promise<void> {
    return this.encryptedMessagesAddressBook.change((contacts) => {
      for (const { card, username: shown } of members) {
        const username = nameFrom(shown);
        const known = contacts.get(card.userId);
        const isTheirs = known && equal(known.fingerprint, card.fingerprint);
        if (isTheirs && known.standing !== "seen" && standing === "confirmed") {
          continue; // numbers that were compared say more
        }
        const { userId, fingerprint } = card;
        contacts.set(
          userId,
          known
            ? { ...known, fingerprint, standing }
            : called(
                contacts,
                { ...contactFrom(card), standing },
                { username, publication: 0 }
              )
        );
      }
    });
  }
}

/** What the site calls somebody could be anything, and not fit into the address book: what can be no username is none. */
function nameFrom(shown: string): string {
  return isUsername(shown) ? shown : "";
}

function isSamePair(one: Pair | null | undefined, other: Pair): boolean {
  return Boolean(one && equal(one.fingerprint, other.fingerprint));
}

function contactFrom(
  { userId, fingerprint }: Pair,
  name = "",
  publication = 0
): Contact {
  return { userId, fingerprint, name, publication, standing: "seen" };
}
