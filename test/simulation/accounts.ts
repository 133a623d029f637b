import { encodeBase64url, encodeUtf8 } from "heart/bytes";
import { type CardHistory, openCardHistory } from "heart/card";
import { decodeCbor, decodeCborText } from "heart/cbor";
import { parseEncrypt0 } from "heart/cose";
import { asInteger, asMap } from "heart/fields";
import { Label, MAX_ADDRESS_BOOK_PART_LENGTH } from "heart/suite";
import { sha256 } from "heart/webcrypto";
import {
  type Cards,
  type NewBook,
  type NewIdentity,
  type OwnState,
  Refused,
} from "./stored";

// What the site keeps for each member: cards, backup and address book, after app/services/encrypted_messages/ and
// lib/encrypted_messages/keys/.

const ROOT = "0";

export interface Account {
  userId: number;
  /** Newest first. */
  cards: readonly string[];
  backup: string;
  /** The count of the writes. */
  version: number;
  book: {
    version: number;
    parts: ReadonlyMap<string, { version: number; text: string }>;
  };
}

export function nameOfMember(userId: number): string {
  return `member${userId}`;
}

export class Accounts {
  /** Never changed in place. */
  all: ReadonlyMap<number, Account> = new Map();
  /** All states of the address books, by member. */
  readonly books = new Map<number, NewBook[]>();
  /** Told of each card that takes another's place. */
  onReplaced: (userId: number, isVouched: boolean) => void = () => {};

  identities({
    user_ids,
    usernames = [],
  }: {
    user_ids?: number[];
    usernames?: string[];
  }): Cards[] {
    const names = usernames.map((name) => name.toLowerCase());
    return [...this.all.values()]
      .map(({ userId, cards: [card, ...earlier_cards] }) => ({
        user_id: userId,
        username: nameOfMember(userId),
        card: card!,
        earlier_cards,
      }))
      .filter(({ user_id, username }) =>
        user_ids ? user_ids.includes(user_id) : names.includes(username)
      );
  }

  /** Null where there is no card. */
  async history(userId: number): Promise<CardHistory | null> {
    const cards = this.all.get(userId)?.cards ?? [];
    return cards.length > 0 ? historyFrom(cards, userId) : null;
  }

  async fingerprint(userId: number): Promise<string | null> {
    const history = await this.history(userId);
    return history && encodeBase64url(history[0].fingerprint);
  }

  /** Of the member's keys, or of earlier ones of theirs: these, and those before as far as each vouches for the next. */
  async vouched(userId: number, since?: string): Promise<string[]> {
    const history = (await this.history(userId)) ?? [];
    const names = history.map(({ fingerprint }) =>
      encodeBase64url(fingerprint)
    );
    const from = since === undefined ? 0 : names.indexOf(since);
    const unvouched = history.findIndex(
      ({ isVouched }, at) => at >= from && !isVouched
    );
    return from < 0 ? [] : names.slice(from, unvouched + 1);
  }

  async ownState(userId: number): Promise<OwnState> {
    const account = this.all.get(userId);
    if (!account) {
      return { fingerprint: null, backup: null, addressBook: null };
    }
    const digest = await sha256(encodeUtf8(account.backup));
    return {
      fingerprint: await this.fingerprint(userId),
      backup: { version: account.version, digest: encodeBase64url(digest) },
      addressBook: account.book.version,
    };
  }

  identity(userId: number) {
    const { cards, backup, version } = this.#account(userId);
    return { card: cards[0]!, backup, version };
  }

  storeIdentity(userId: number, sent: NewIdentity): void {
    const before = this.all.get(userId);
    if ((before?.version ?? 0) !== sent.version) {
      throw new Refused(409, "identity_conflict");
    }
    if (before && before.cards[0] !== sent.card) {
      throw new Refused(422, "card_replaced");
    }
    this.#save(userId, sent, before?.cards ?? [sent.card], before?.book);
  }

  async replaceIdentity(userId: number, sent: NewIdentity): Promise<void> {
    const before = this.#account(userId);
    const cards = [sent.card, ...before.cards];
    const history = await historyFrom(cards, userId);
    if (!history) {
      throw new Refused(422, "no_replacement");
    }
    if (before.version !== sent.version) {
      throw new Refused(409, "identity_conflict");
    }
    if (sent.address_book) {
      ensureFollows(before.book, sent.address_book);
    }
    // none that was written under other keys goes with these
    const version = sent.address_book?.version ?? 0;
    this.#save(userId, sent, cards, { version, parts: new Map() });
    this.onReplaced(userId, history[0].isVouched);
  }

  addressBook(userId: number, since: number): NewBook {
    const { version, parts } = this.#account(userId).book;
    if (version === 0) {
      throw new Refused(404, "not_found");
    }
    return {
      version,
      parts: Object.fromEntries(
        [...parts].flatMap(([part, row]) =>
          row.version > since ? [[part, row.text]] : []
        )
      ),
    };
  }

  writeAddressBook(userId: number, sent: NewBook): void {
    const account = this.#account(userId);
    this.#keep({ ...account, book: written(account.book, sent) });
  }

  #account(userId: number): Account {
    const account = this.all.get(userId);
    if (!account) {
      throw new Refused(404, "not_found");
    }
    return account;
  }

  #save(
    userId: number,
    { backup, version, at_least = 0, address_book }: NewIdentity,
    cards: readonly string[],
    book: Account["book"] = { version: 0, parts: new Map() }
  ): void {
    this.#keep({
      userId,
      cards,
      backup,
      version: Math.max(version, at_least) + 1,
      book: address_book ? written(book, address_book) : book,
    });
  }

  #keep(account: Account): void {
    const { userId, book } = account;
    this.all = new Map(this.all).set(userId, account);
    const parts = [...book.parts].map(([part, { text }]) => [part, text]);
    this.books.set(userId, [
      ...(this.books.get(userId) ?? []),
      { version: book.version, parts: Object.fromEntries(parts) },
    ]);
  }
}

function ensureFollows(book: Account["book"], sent: NewBook): number {
  const next = versionOf(sent.parts[ROOT]!);
  if (sent.version !== book.version || next <= book.version) {
    throw new Refused(409, "address_book_conflict");
  }
  return next;
}

function written(book: Account["book"], sent: NewBook): Account["book"] {
  const version = ensureFollows(book, sent);
  const parts = new Map(book.parts);
  for (const [part, text] of Object.entries(sent.parts)) {
    parts.set(part, { version, text });
  }
  return { version, parts };
}

/** What a root says of its version, believed. */
function versionOf(root: string): number {
  const { protectedHeader } = parseEncrypt0(
    decodeCborText(root, MAX_ADDRESS_BOOK_PART_LENGTH)
  );
  const labels = [1, Label.suite, Label.kind, Label.userId, Label.part];
  const header = asMap(decodeCbor(protectedHeader), [
    ...labels,
    Label.revision,
  ]);
  return asInteger(header.get(Label.revision), 1);
}

const histories = new Map<string, Promise<CardHistory | null>>();

/** As a page opens them; null where they do not verify. The same cards are not verified twice. */
function historyFrom(
  cards: readonly string[],
  userId: number
): Promise<CardHistory | null> {
  const name = `${userId} ${cards.join(" ")}`;
  let history = histories.get(name);
  if (!history) {
    const [card, ...earlier] = cards;
    history = openCardHistory(card!, earlier, userId).catch(() => null);
    histories.set(name, history);
  }
  return history;
}
