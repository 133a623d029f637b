import { encodeBase64url, equal } from "heart/bytes";
import type { Pair } from "heart/card";
import {
  firstEpochOf,
  listedPair,
  listsPair,
  newestEntry,
  type Roster,
  type RosterEntry,
} from "heart/roster";
import type { Taken, Topic } from "./stored";
import type { Written } from "./tables";

/** Conversation and pair → epochs. */
export type Should = Map<string, Set<number>>;

/** Who reads what, by what the members have done, whatever the site's tables say. */
export class Rights {
  /** Conversation and pair → the epochs that they are to read. */
  #should: Should = new Map();
  /** Conversation, pair and key → when they were let into it last, and by which entries. */
  #letIn = new Map<string, { moment: number; by: RosterEntry[] }>();

  /** What is lost with a site that is set back is nobody's to read any more; what was read, was. */
  backUp(): Should {
    return copyOf(this.#should);
  }

  restore(should: Should): void {
    this.#should = copyOf(should);
  }

  /**
   * The topic has just got an entry.
   *
   * @param isFromBeginning whether whom it adds is to read what was before
   */
  entryWritten(written: Written, isFromBeginning: boolean): void {
    const { topic, entry, before, moment } = written;
    const { roster } = topic;
    const { conversationId } = roster;
    const isNext = !before || entry.epoch > before.epoch;
    const author = before && listedPair(before, entry.author.userId);
    // with keys that took the place of the listed ones, by their word, the author opens what these do
    const held = [...this.should(conversationId, author ?? entry.author)];
    for (const pair of entry.participants) {
      const should = this.should(conversationId, pair);
      const given = isNext ? [entry.epoch] : [];
      if (before && !listsPair(before, pair)) {
        given.push(...this.#passedOn(written, pair, held, isFromBeginning));
        // what they had when they were here before they may have lost
        should.clear();
      }
      for (const epoch of given) {
        should.add(epoch);
        this.#letInto(roster, pair, epoch, moment);
      }
    }
  }

  /** Of what was before, to whom the entry lists anew. */
  #passedOn(
    { topic: { roster }, before, vouched }: Written,
    { userId }: Pair,
    held: readonly number[],
    isFromBeginning: boolean
  ): readonly number[] {
    const listed = before && listedPair(before, userId);
    if (!listed) {
      return isFromBeginning ? held : [];
    }
    const isVouched = vouched
      .get(userId)!
      .includes(encodeBase64url(listed.fingerprint));
    if (isVouched) {
      // they open what was given to the keys that have vouched for these
      return [...this.should(roster.conversationId, listed)];
    }
    // with others they are given what they had, even where they were let in from some time on
    const first = firstEpochOf(roster, userId);
    return held.filter((epoch) => epoch >= first);
  }

  /** Keys were given again: of what the roster lets them read. */
  given(
    { roster }: Topic,
    pair: Pair,
    epochs: readonly number[],
    moment: number
  ): void {
    const first = firstEpochOf(roster, pair.userId);
    for (const epoch of epochs.filter((each) => each >= first)) {
      this.should(roster.conversationId, pair).add(epoch);
      this.#letInto(roster, pair, epoch, moment);
    }
  }

  /** By the roster's newest entry. */
  #letInto(roster: Roster, pair: Pair, epoch: number, moment: number): void {
    const { conversationId, entries } = roster;
    const { commitment } = entries.find((each) => each.epoch === epoch)!;
    const name = nameOfKey(conversationId, pair, commitment);
    const by = [...(this.#letIn.get(name)?.by ?? []), newestEntry(roster)];
    this.#letIn.set(name, { moment, by });
  }

  should(conversationId: string, pair: Pair): Set<number> {
    const name = nameIn(conversationId, pair);
    const epochs = this.#should.get(name) ?? new Set();
    this.#should.set(name, epochs);
    return epochs;
  }

  /**
   * Whether the pair may open what the site has taken: it was listed then, or let in later. Or it was let in by what the site
   * has lost since, and the author's device has never heard of that: they keep the key that they were given, and of such an
   * epoch nobody else can know. Who has heard of it brings it, and begins the next one before anything else.
   */
  may({ conversationId, entry, moment, held }: Taken, pair: Pair): boolean {
    const name = nameOfKey(conversationId, pair, entry.commitment);
    const letIn = this.#letIn.get(name);
    return (
      letIn !== undefined &&
      (listsPair(entry, pair) ||
        letIn.moment > moment ||
        (held !== null && !letIn.by.some((each) => isIn(held, each))))
    );
  }
}

function isIn({ entries }: Roster, { digest }: RosterEntry): boolean {
  return entries.some((each) => equal(each.digest, digest));
}

function nameOfKey(
  conversationId: string,
  pair: Pair,
  commitment: Uint8Array<ArrayBuffer>
): string {
  return `${nameIn(conversationId, pair)} ${encodeBase64url(commitment)}`;
}

function nameIn(conversationId: string, { userId, fingerprint }: Pair): string {
  return `${conversationId} ${userId}:${encodeBase64url(fingerprint)}`;
}

function copyOf(should: Should): Should {
  return new Map([...should].map(([name, epochs]) => [name, new Set(epochs)]));
}
