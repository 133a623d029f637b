import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import type { ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type HeldGrant,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import {
  changeParticipants,
  type Grants,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  extendRoster,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "./people";
import {
  everybodysCards,
  keyOf,
  reader,
  start,
  unwraps,
  writing,
} from "./reading";

interface Row {
  userId: number;
  epoch: number;
  grant: string;
  by: string;
}

/** All that a server has ever stored of a conversation, and what members of the vectors get out of it. */
export class StoredConversation {
  static async start(
    starter: string,
    ...members: string[]
  ): Promise<StoredConversation> {
    const { roster, grants } = await start(starter, ...members);
    const stored = new StoredConversation(roster);
    stored.#store(grants, starter);
    return stored;
  }

  posts: string[] = [];
  #rows: Row[] = [];

  constructor(public roster: Roster) {}

  /** A member's grants with the keys in them, epoch by epoch: what all that they have opens of the whole database. */
  async heldBy(name: string): Promise<HeldGrant[]> {
    const member = await identityOf(name);
    const held: HeldGrant[] = [];
    for (const { grant, epoch, by } of this.#rows) {
      const granter = await everybodysCards((await cardOf(by)).userId);
      const expected = { epoch, member, roster: this.roster, granter };
      try {
        held.push({ grant, expected, key: await openGrant(grant, expected) });
      } catch {
        // not theirs
      }
    }
    return held;
  }

  async keysOf(name: string): Promise<ConversationKey[]> {
    return (await this.heldBy(name)).map(({ key }) => key);
  }

  /** The epochs of the posts that somebody can read. */
  async readBy(name: string): Promise<number[]> {
    const keys = await this.keysOf(name);
    const { roster } = this;
    const known = reader({ roster, key: keys[0]! }, { keyOf: keyOf(...keys) });
    const read: number[] = [];
    for (const raw of this.posts) {
      try {
        read.push((await openBody(raw, known)).epoch);
      } catch {
        // not for them
      }
    }
    return read;
  }

  /** How many of an epoch's grants somebody's decryption key unwraps, under whosever label and whatever they say. */
  async unwrappedBy(name: string, epoch: number): Promise<number> {
    const { decryptionKey } = await identityOf(name);
    let opened = 0;
    for (const row of this.#rows.filter((each) => each.epoch === epoch)) {
      opened += await unwraps(decryptionKey, row.grant, this.roster, epoch);
    }
    return opened;
  }

  /** Writes under the newest entry. */
  async write(name: string): Promise<void> {
    const { roster, posts } = this;
    const { epoch } = newestEntry(roster);
    const keys = await this.keysOf(name);
    const key = keys.find((each) => each.epoch === epoch)!;
    posts.push(await sealBody(await writing(name, { roster, key })));
  }

  /** Somebody's entry, as a reader takes it, and its grants. */
  async change(
    author: string,
    participants: string[],
    isFromBeginning = false
  ): Promise<Awaited<ReturnType<typeof changeParticipants>>> {
    const changed = await changeParticipants({
      author: await identityOf(author),
      roster: this.roster,
      participants: await Promise.all(participants.map(cardOf)),
      held: await this.heldBy(author),
      cardsOf: everybodysCards,
      isFromBeginning,
    });
    this.roster = await extendRoster(
      this.roster,
      changed.roster.conversationId,
      [newestEntry(changed.roster).encoded],
      everybodysCards
    );
    this.#store(changed.grants, author);
    return changed;
  }

  #store(grants: Grants, by: string): void {
    for (const [userId, byEpoch] of grants) {
      for (const [epoch, grant] of byEpoch) {
        this.#rows.push({ userId, epoch, grant, by });
      }
    }
  }
}
