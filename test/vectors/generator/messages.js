import {
  openBody,
  openTitle,
  sealBody,
  sealTitle,
} from "../../../assets/javascripts/discourse/lib/bodies";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { JANE_RESET, MARY_LEFT, START, WRITERS } from "./conversation";
import { gives, id } from "./layers";
import { cardsAmong } from "./people";
import { drawing, seededRandom } from "./random";
import { refusedBodies } from "./refused-bodies";
import { refusedTitles } from "./refused-titles";

/** A message that another one names, told by a number. */
const named = (n) => ({
  messageId: id(n),
  revision: n,
  half: new Uint8Array(16).fill(n),
});

const RESET = [["jane2", "jane"], ["pete"]];

const TEXTS = {
  "a first body": {
    text: "Hello **Pete**, the key is under the mat.",
    title: "The key",
  },
  "an edit": {
    text: "Hello Pete, the key is *not* under the mat.",
    revision: 2,
  },
  "empty text": { text: "" },
  "all kinds of characters": {
    text: "\uFEFFControl \u0000\u0007, bidi \u202Eabc\u202C, e\u0301 and é, 👩‍👩‍👧‍👦, \u{10FFFF}\r\n",
  },
  "a long text": { text: "All work and no play. ".repeat(100) },
  "written after eight others": {
    text: "Yes.",
    latestRead: [8, 1, 2, 3, 4, 5, 6, 7].map(named),
  },
  "written after an edit of the highest revision": {
    text: "Yes.",
    latestRead: [{ ...named(1), revision: 2 ** 32 - 1 }],
  },
  "by one who has left since": { text: "Bye.", author: "mary", entry: 1 },
  "under an earlier entry of the same epoch": { text: "Wait.", entry: 1 },
  "in a second epoch": { text: "She is gone.", author: "pete", entry: 2 },
};

export async function messageVectors(people, conversation) {
  const { roster } = conversation.left;
  const random = seededRandom("messages");
  const seal = (how, { author = "jane", entry = 0, ...content }) =>
    drawing(random, () =>
      how({
        author: people[author].identity,
        key: conversation.epochs[roster.entries[entry].epoch].key,
        entry: roster.entries[entry],
        revision: 1,
        latestRead: [],
        ...content,
      })
    );

  const bodies = [];
  for (const [name, text] of Object.entries(TEXTS)) {
    const messageId = encodeBase64url(random(16));
    const raw = await seal(sealBody, { messageId, ...text });
    bodies.push(
      await accepted(
        name,
        { raw, ...known(people[text.author ?? "jane"].userId) },
        openBody
      )
    );
  }
  const afterwards = {
    ...bodies[0],
    name: "a first body, after its author has reset her encryption",
    given: {
      ...bodies[0].given,
      roster: JANE_RESET,
      histories: RESET,
    },
  };
  const title = await seal(sealTitle, {
    author: "pete",
    messageId: id(7),
    revision: 3,
    text: "The key & the mat",
  });
  const read = await accepted(
    "a title, by one of two",
    { title, ...known(null), message_id: id(7) },
    openTitle
  );
  const [good] = bodies;
  return {
    bodies: {
      accepted: [...bodies, afterwards],
      refused: [
        ...(await refusedBodies(good.given, people, conversation, title)),
        {
          name: "by earlier keys that are not known as the author's",
          given: {
            ...good.given,
            roster: JANE_RESET,
            histories: [["jane2"], ["pete"]],
          },
          cause: "wrong-fingerprint",
        },
        {
          name: "under an entry that is not known yet",
          given: { ...bodies.at(-1).given, roster: START },
          cause: "unknown-entry",
        },
      ],
    },
    titles: {
      accepted: [read],
      refused: await refusedTitles(
        read.given,
        people,
        conversation,
        good.given.raw
      ),
    },
  };

  async function accepted(name, given, open) {
    const message = await open(given.raw ?? given.title, {
      roster,
      keyOf: async (epoch) => conversation.epochs[epoch].key,
      authorId: given.author_id,
      cardsOf: cardsAmong(people, given.histories),
      messageId: given.message_id,
    });
    return { name, given, gives: gives(message) };
  }

  function known(authorId) {
    return { ...knownOf(conversation, authorId), message_id: null };
  }
}

/** What a reader knows of the conversation. */
export function knownOf({ epochs }, authorId) {
  return {
    author_id: authorId,
    histories: WRITERS,
    roster: MARY_LEFT,
    epoch_keys: Object.fromEntries(
      Object.entries(epochs).map(([epoch, { epochKey }]) => [
        epoch,
        encodeBase64url(epochKey),
      ])
    ),
  };
}
