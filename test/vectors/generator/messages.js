import {
  openBody,
  openTitle,
  sealBody,
  sealTitle,
} from "../../../assets/javascripts/discourse/lib/bodies";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { gives, id } from "./layers";
import { CREATED_AT } from "./people";
import { drawing, seededRandom } from "./random";
import { refusedBodies } from "./refused-bodies";
import { refusedTitles } from "./refused-titles";

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
    writtenAfter: [8, 1, 2, 3, 4, 5, 6, 7].map(id),
  },
};

export async function messageVectors(
  { jane, jane2, pete, mallory },
  conversation
) {
  const sealing = { author: jane.identity, key: conversation.key };
  const bodies = [];
  const random = seededRandom("messages");
  for (const [name, text] of Object.entries(TEXTS)) {
    const messageId = encodeBase64url(random(16));
    const content = {
      revision: 1,
      writtenAfter: [],
      createdAt: CREATED_AT,
      ...text,
    };
    const raw = await drawing(random, () =>
      sealBody({ ...sealing, ...content, messageId })
    );
    bodies.push(
      await accepted(name, { raw, ...known(conversation, jane) }, openBody)
    );
  }
  const afterwards = {
    ...bodies[0],
    name: "a first body, after its author has started anew",
    given: { ...bodies[0].given, authors: [jane2.name, jane.name] },
  };
  const title = await drawing(random, () =>
    sealTitle({
      author: pete.identity,
      key: conversation.key,
      messageId: id(7),
      revision: 3,
      writtenAfter: [],
      createdAt: CREATED_AT,
      text: "The key & the mat",
    })
  );
  const read = await accepted(
    "a title, by one of two",
    { title, ...known(conversation, jane, pete), message_id: id(7) },
    openTitle
  );
  const good = bodies[0];
  return {
    bodies: {
      accepted: [...bodies, afterwards],
      refused: [
        ...(await refusedBodies(
          good.given,
          { jane, pete, mallory },
          conversation,
          title
        )),
        {
          name: "by earlier keys that are not known as the author's",
          given: { ...good.given, authors: [jane2.name] },
          cause: "wrong-fingerprint",
        },
      ],
    },
    titles: {
      accepted: [read],
      refused: await refusedTitles(
        read.given,
        pete,
        conversation,
        good.given.raw
      ),
    },
  };

  async function accepted(name, given, open) {
    const message = await open(given.raw ?? given.title, {
      conversationId: given.conversation_id,
      keys: [conversation.key],
      authors: given.authors.map(
        (author) => ({ jane, pete })[author].openedCard
      ),
      messageId: given.message_id,
    });
    return { name, given, gives: gives(message) };
  }
}

function known(conversation, ...authors) {
  return {
    conversation_id: conversation.key.conversationId,
    epoch_keys: { 1: encodeBase64url(conversation.epochKey) },
    authors: authors.map(({ name }) => name),
    message_id: null,
  };
}
