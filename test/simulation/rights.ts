import type { Pair } from "heart/card";
import { firstEpochOf, listedPair, listsPair, newestEntry } from "heart/roster";
import type { Device } from "./device";
import type { Addition } from "./participation";
import { nameOfPair } from "./people";
import type { Topic } from "./server";

/** Who reads what, by what the members have done, whatever the site's tables say. */
export class Rights {
  /** Topic and pair → the epochs that they are to read. */
  #should = new Map<string, Set<number>>();
  /** Topic, pair and epoch → the sequence of the last entry by which they were let into it. */
  #letIn = new Map<string, number>();

  /** The topic has just got an entry. */
  entryWritten(topic: Topic, author: Device, addition: Addition | null): void {
    const { entries } = topic.roster;
    const entry = newestEntry(topic.roster);
    const before = entries[entry.sequence - 1] ?? null;
    const isNext = !before || entry.epoch > before.epoch;
    const held = [...this.should(topic, author.identity)];
    const isFromBeginning = addition?.isFromBeginning ?? true;
    // whoever goes on with new keys is given what they had, even where they are let in again
    const passedOnTo = (userId: number) => {
      if (before && listedPair(before, userId)) {
        const first = firstEpochOf(topic.roster, userId);
        return held.filter((epoch) => epoch >= first);
      }
      return isFromBeginning ? held : [];
    };
    for (const pair of entry.participants) {
      const should = this.should(topic, pair);
      const isNew = before && !listsPair(before, pair);
      if (isNew) {
        // what they had when they were here before they may have lost
        should.clear();
      }
      const given = [
        ...(isNew ? passedOnTo(pair.userId) : []),
        ...(isNext ? [entry.epoch] : []),
      ];
      for (const epoch of given) {
        should.add(epoch);
        this.#letIn.set(`${nameIn(topic, pair)} ${epoch}`, entry.sequence);
      }
    }
  }

  should(topic: Topic, pair: Pair): Set<number> {
    const name = nameIn(topic, pair);
    const epochs = this.#should.get(name) ?? new Set();
    this.#should.set(name, epochs);
    return epochs;
  }

  /** Whether the pair may open what the site has taken under the entry: it was listed there, or let in later. */
  may(topic: Topic, pair: Pair, sequence: number): boolean {
    const entry = topic.roster.entries[sequence]!;
    const letIn = this.#letIn.get(`${nameIn(topic, pair)} ${entry.epoch}`);
    return letIn !== undefined && (listsPair(entry, pair) || letIn > sequence);
  }
}

function nameIn({ id }: Topic, { userId, fingerprint }: Pair): string {
  return `${id} ${nameOfPair(userId, fingerprint)}`;
}
