import { equal } from "heart/bytes";
import { replacedFingerprints } from "heart/card";
import type { ConversationKey } from "heart/conversation";
import { ensure, ProtocolError } from "heart/errors";
import { type HeldGrant, openGrant } from "heart/grant";
import type { Identity } from "heart/identity";
import { Keystore } from "heart/keystore";
import type { NamedMessage } from "heart/message";
import { readRoster } from "heart/reading";
import type { KeptRoster } from "heart/records";
import {
  commitmentOf,
  listedPair,
  newestEntry,
  type RosterEntry,
} from "heart/roster";
import { Directory } from "./directory";
import type { Clocked, Network } from "./network";
import type { Person } from "./people";
import type { KeyRow, Page, RosterPayload } from "./server";
import { MemoryStorage } from "./storage";

/** All that something is sealed or granted with. */
export interface Writing {
  author: Identity;
  roster: KeptRoster;
  entry: RosterEntry;
  key: ConversationKey;
}

/** Something that a member is told of, and that an honest site gives no reason for. */
export interface Alarm {
  device: string;
  topicId: number | null;
  what: string;
}

/**
 * A member's browser, as services/encrypted-messages-directory.ts, -rosters.ts and -keyring.ts have it: one page after the
 * other, and what the device keeps.
 */
export class Device implements Clocked {
  readonly name: string;
  readonly network: Network;
  readonly skew: number;
  readonly storage = new MemoryStorage();
  readonly directory = new Directory(this);
  readonly alarms: Alarm[] = [];
  keystore: Keystore;
  person: Person;
  isBusy = false;

  // what goes with the page
  pages = new Map<number, Page>();
  behind = new Set<number>();
  read = new Map<number, NamedMessage>();
  #rosters = new Map<string, KeptRoster>();

  constructor(name: string, person: Person, network: Network, skew: number) {
    this.name = name;
    this.person = person;
    this.network = network;
    this.skew = skew;
    this.keystore = new Keystore(person.identity.userId, this.storage);
  }

  get userId(): number {
    return this.person.identity.userId;
  }

  get identity(): Identity {
    return this.person.identity;
  }

  async unlock(person: Person): Promise<void> {
    this.person = person;
    await this.keystore.saveIdentity(person.identity);
    this.reload();
  }

  /** The next page: what is known of people begins anew. */
  reload(): void {
    this.pages.clear();
    this.behind.clear();
    this.read.clear();
    this.directory.forget();
    this.#rosters.clear();
  }

  tell(what: string, topicId: number | null): void {
    if (this.network.server.members.get(this.userId) !== this.person) {
      // another device has replaced the keys meanwhile: the page says so, and closes all
      return;
    }
    this.alarms.push({ device: this.name, topicId, what });
  }

  // --- rosters ---

  knownRoster(page: Page): KeptRoster | null {
    return this.#rosters.get(page.conversation.id) ?? null;
  }

  async rosterOf(page: Page): Promise<KeptRoster> {
    const { id, roster: shown } = page.conversation;
    let roster = this.#rosters.get(id) ?? (await this.learn(id, []));
    if (shown.sequence > (roster?.entries.length ?? 0)) {
      ({ roster } = await this.askRoster(page));
    }
    return roster?.entries[shown.sequence]?.encoded !== shown.entry
      ? (await this.learn(id, [shown.entry]))!
      : roster;
  }

  async askRoster(
    page: Page
  ): Promise<{ roster: KeptRoster; memberIds: number[] }> {
    const { id } = page.conversation;
    for (;;) {
      const held = this.#rosters.get(id) ?? (await this.learn(id, []));
      const from = held?.entries.length ?? 0;
      const payload = await this.network.ask<RosterPayload>(
        this,
        { name: "rosters", topicId: page.topicId },
        (server) => server.rosters(this.userId, page.topicId, from)
      );
      const roster = await this.learn(id, payload.entries);
      ensure(roster !== null, "wrong-entry");
      const isWhole =
        newestEntry(roster).sequence >= payload.newest || roster.isForked;
      if (isWhole || payload.entries.length === 0) {
        return { roster, memberIds: payload.member_ids };
      }
    }
  }

  async learn(
    conversationId: string,
    encoded: readonly string[]
  ): Promise<KeptRoster | null> {
    const { keystore } = this;
    const { cardsOf } = this.directory;
    const roster = await readRoster(conversationId, encoded, {
      keystore,
      cardsOf,
    });
    const known = this.#rosters.get(conversationId);
    const isNews =
      roster &&
      (!known ||
        roster.entries.length > known.entries.length ||
        (roster.isForked && !known.isForked));
    if (isNews) {
      this.#rosters.set(conversationId, roster);
    }
    return roster;
  }

  // --- the keyring ---

  async keyOf(
    page: Page,
    roster: KeptRoster,
    epoch: number
  ): Promise<ConversationKey | null> {
    const { id } = page.conversation;
    const held = await this.keystore.conversationKey(id, epoch);
    const commitment = commitmentOf(roster, epoch);
    ensure(
      !held || (commitment !== undefined && equal(held.commitment, commitment)),
      "key-conflict"
    );
    if (held) {
      return held;
    }
    const rowOf = () =>
      page.conversation.keys.find((each) => each.epoch === epoch);
    const shown = roster.entries[page.conversation.roster.sequence];
    if (!rowOf() && shown && epoch > shown.epoch) {
      await this.#askForKeys(page);
    }
    const row = rowOf();
    return row ? this.#open(row, roster) : null;
  }

  async #open(row: KeyRow, roster: KeptRoster): Promise<ConversationKey> {
    const key = await openGrant(row.grant, await this.#expected(row, roster));
    await this.keystore.saveConversationKey(key);
    return key;
  }

  /** An epoch has begun since the page was loaded, which alone brings keys. */
  async #askForKeys(page: Page): Promise<void> {
    const { conversation: served } = await this.network.ask<Page>(
      this,
      { name: "page", topicId: page.topicId },
      (server) => server.page(this.userId, page.topicId)
    );
    if (served.id === page.conversation.id) {
      const { keys } = served;
      page.conversation = { ...page.conversation, keys };
    }
  }

  /** The gate for all that is sealed or granted. */
  async writing(page: Page): Promise<Writing> {
    const author = this.identity;
    await this.learn(page.conversation.id, []);
    const roster = await this.rosterOf(page);
    ensure(!roster.isForked, "forked");
    const entry = newestEntry(roster);
    const own = listedPair(entry, author.userId);
    ensure(own !== undefined, "no-key");
    ensure(equal(own.fingerprint, author.fingerprint), "earlier-keys");
    const key = await this.keyOf(page, roster, entry.epoch);
    ensure(key !== null && author === this.identity, "no-key");
    await this.keystore.rememberTopic(page.topicId, page.conversation.id);
    return { author, roster, entry, key };
  }

  async heldGrants(page: Page, roster: KeptRoster): Promise<HeldGrant[]> {
    const held: HeldGrant[] = [];
    for (const row of page.conversation.keys) {
      try {
        const key = await this.#open(row, roster);
        const expected = await this.#expected(row, roster);
        held.push({ grant: row.grant, expected, key });
      } catch (error) {
        if (reasonOf(error) !== "earlier-keys") {
          throw error;
        }
      }
    }
    return held;
  }

  async #expected(
    { epoch, granted_by_id }: KeyRow,
    roster: KeptRoster
  ): Promise<HeldGrant["expected"]> {
    const own = await this.directory.cardsOf(this.userId);
    return {
      epoch,
      member: this.identity,
      replacedFingerprints: replacedFingerprints(own),
      roster,
      granter: await this.directory.cardsOf(granted_by_id),
    };
  }
}

/** Why the heart refused; null for whatever else went wrong. */
export function reasonOf(error: unknown): string | null {
  return error instanceof ProtocolError ? error.reason : null;
}
