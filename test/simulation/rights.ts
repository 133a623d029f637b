import { encodeBase64url } from "heart/bytes";
import type { Pair } from "heart/card";
import { firstEpochOf, listedPair, listsPair } from "heart/roster";
import type { Taken, Topic } from "./stored";
import type { Written } from "./tables";

/** Conversation and pair → epochs. */
export type Should = Map<string, Set<number>>;

/** Who reads what, by what the members have done, whatever the site's tables say. */
export class Rights {
  /** Conversation and pair → the epochs that they are to read. */
  #should: Should = new Map();
  /** Conversation, pair and key → the moment when they were let into it last. */
  #letIn = new Map<string, number>();

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
        const { commitment } = roster.entries.find(
          (each) => each.epoch === epoch
        )!;
        const name = `${nameIn(conversationId, pair)} ${encodeBase64url(commitment)}`;
        should.add(epoch);
        this.#letIn.set(name, moment);
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
      const { conversationId, entries } = roster;
      const { commitment } = entries.find((each) => each.epoch === epoch)!;
      const name = `${nameIn(conversationId, pair)} ${encodeBase64url(commitment)}`;
      this.should(conversationId, pair).add(epoch);
      this.#letIn.set(name, moment);
    }
  }

  should(conversationId: string, pair: Pair): Set<number> {
    const name = nameIn(conversationId, pair);
    const epochs = this.#should.get(name) ?? new Set();
    this.#should.set(name, epochs);
    return epochs;
  }

  /** Whether the pair may open what the site has taken: it was listed then, or let in later. */
  may({ conversationId, entry, moment }: Taken, pair: Pair): boolean {
    const name = `${nameIn(conversationId, pair)} ${encodeBase64url(entry.commitment)}`;
    const letIn = this.#letIn.get(name);
    return letIn !== undefined && (listsPair(entry, pair) || letIn > moment);
  }
}

function nameIn(conversationId: string, { userId, fingerprint }: Pair): string {
  return `${conversationId} ${userId}:${encodeBase64url(fingerprint)}`;
}

function copyOf(should: Should): Should {
  return new Map([...should].map(([name, epochs]) => [name, new Set(epochs)]));
}
