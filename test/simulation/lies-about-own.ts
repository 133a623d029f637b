import { encodeBase64url } from "heart/bytes";
import { openCard } from "heart/card";
import { listedPair, newestEntry } from "heart/roster";
import { isListedHere, keysOf, type LieKind, type Telling } from "./lie";
import { impostorOf } from "./puppets";
import { type NewBook, Refused } from "./stored";

// Lies about whom the member knows, which only they can read, and about cards: the own one and others'.

/** What the device has last seen of the address book. */
function keptVersion({ device }: Telling): number {
  const kept = device.storage.values.get("address-book") as
    | { version: number }
    | undefined;
  return kept?.version ?? 0;
}

/** The first that the site ever had of somebody's. */
function firstBook({ world }: Telling, userId: number): NewBook {
  const [book] = world.server.accounts.books.get(userId)!;
  return book!;
}

/** Whose keys nobody has to ask about, since they have come to none by themselves. */
function isSteady({ world }: Telling, userId: number): boolean {
  return !world.reset.has(userId);
}

function impostorKept({ memory }: Telling): string {
  return memory.get("card") as string;
}

export const LIES_ABOUT_OWN: LieKind[] = [
  {
    name: "an earlier address book",
    own(state, telling) {
      const early = firstBook(telling, telling.victimId);
      if (keptVersion(telling) > early.version) {
        state.addressBook = early.version;
      }
    },
    book(book, telling) {
      const early = firstBook(telling, telling.victimId);
      if (keptVersion(telling) <= early.version) {
        return book;
      }
      telling.told();
      return early;
    },
  },
  {
    name: "no address book",
    own(state) {
      state.addressBook = null;
    },
    book(_book, telling) {
      telling.told();
      throw new Refused(404, "not found");
    },
  },
  {
    name: "another member's address book",
    own(state) {
      state.addressBook = 900;
    },
    book(_book, telling) {
      const { victimId, world } = telling;
      const other = (victimId % world.scenario.members) + 1;
      telling.told();
      return { ...firstBook(telling, other), version: 900 };
    },
  },
  {
    name: "an address book of which a part is an earlier one",
    own(state) {
      state.addressBook = 0; // so that it is asked for
    },
    book(book, telling) {
      const { world, victimId } = telling;
      const parts = { ...book.parts };
      for (const early of world.server.accounts.books.get(victimId)!) {
        for (const [part, text] of Object.entries(early.parts)) {
          if (part !== "0" && parts[part] && parts[part] !== text) {
            parts[part] = text;
            telling.told();
            return { ...book, parts };
          }
        }
      }
      return book;
    },
  },
  {
    name: "another card as the member's own",
    async prepare({ world, victimId, memory }) {
      memory.set("card", await impostorOf(keysOf(world, victimId)));
      const card = await openCard(memory.get("card") as string, victimId);
      memory.set("fingerprint", encodeBase64url(card.fingerprint));
    },
    own(state, telling) {
      const { device, topic, victimId, memory } = telling;
      const { conversationId } = topic.roster;
      const isKnown =
        device.storage.values.has("identity") &&
        device.storage.values.has(`roster:${conversationId}`);
      if (isKnown && memory.has("fingerprint")) {
        state.fingerprint = memory.get("fingerprint") as string;
        const hasKey = (topic.keys.get(victimId) ?? []).length > 0;
        if (
          isSteady(telling, victimId) &&
          hasKey &&
          topic.members.has(victimId)
        ) {
          telling.told();
        }
      }
    },
    cards: (cards, telling) =>
      cards.map((each) =>
        each.user_id === telling.victimId && telling.memory.has("card")
          ? { ...each, card: impostorKept(telling), earlier_cards: [] }
          : each
      ),
  },
  {
    name: "another card of somebody whom the member knows, when they write",
    isToldToWriters: true,
    async prepare({ world, topic, victimId, memory }) {
      const other = newestEntry(topic.roster).participants.find(
        ({ userId }) => userId !== victimId && !world.reset.has(userId)
      );
      if (other && topic.members.has(other.userId)) {
        const keys = keysOf(world, other.userId);
        memory.set("whose", other.userId);
        memory.set("card", await impostorOf(keys));
      }
    },
    cards(cards, telling) {
      const { memory, topic } = telling;
      const whose = memory.get("whose") as number | undefined;
      return cards.map((each) => {
        if (each.user_id !== whose) {
          return each;
        }
        const listed = listedPair(newestEntry(topic.roster), whose);
        if (listed && isListedHere(telling)) {
          telling.told();
        }
        return { ...each, card: impostorKept(telling), earlier_cards: [] };
      });
    },
  },
];
