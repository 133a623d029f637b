import { parseBackup } from "heart/backup";
import { openBody, openDraft, openTitle } from "heart/bodies";
import { decodeBase64url, encodeBase64url } from "heart/bytes";
import { openCard } from "heart/card";
import { decodeCbor, decodeCborText } from "heart/cbor";
import { decodeId } from "heart/conversation";
import { parseSign1 } from "heart/cose";
import {
  isEncryptedRaw,
  parseEnvelope,
  rawToEnvelope,
  unpad,
} from "heart/envelope";
import { ensure, ProtocolError } from "heart/errors";
import { openGrant } from "heart/grant";
import { unlockIdentity } from "heart/identity";
import {
  readBackup,
  readConversationKey,
  readIdentity,
  readKnownKey,
  readLedgerEntry,
  readTopics,
} from "heart/records";
import { MAX_OBJECT_LENGTH } from "heart/suite";
import { exportVerificationKey } from "heart/webcrypto";
import { cardOf, identityOf, keysFrom } from "../javascripts/helpers/people";
import { plainMessage } from "../javascripts/helpers/plain-message";
import {
  type backups,
  type bodies,
  type cards,
  type drafts,
  type grants,
  people,
  type titles,
} from "../javascripts/vendor/vectors";

// The decoders of the heart, each by its name in decoders.mjs. Each gives, in the words of test/vectors/FORMAT.md, what
// the second reader must find too.

type Given<Vectors extends { accepted: { given: unknown }[] }> =
  Vectors["accepted"][number]["given"];
type Known = Omit<Given<typeof bodies>, "raw">;

const member = once(identityOf);
const card = once(cardOf);
const keys = once((known: string) => {
  const { conversation_id, epoch_keys } = JSON.parse(known) as Known;
  return keysFrom(conversation_id, epoch_keys);
});

/** Called once for each name: opening what the reader knows anyway takes longer than most inputs. */
function once<T>(make: (name: string) => Promise<T>): typeof make {
  const made = new Map<string, Promise<T>>();
  return (name) => {
    if (!made.has(name)) {
      made.set(name, make(name));
    }
    return made.get(name)!;
  };
}

async function expected({
  conversation_id,
  epoch_keys,
  authors,
  message_id,
}: Known) {
  return {
    conversationId: conversation_id,
    keys: await keys(JSON.stringify({ conversation_id, epoch_keys })),
    authors: await Promise.all(authors.map(card)),
    messageId: message_id,
  };
}

/** What throws another error by what its doc comment says is refused for that here. */
function refusing<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    ensure(!(error instanceof SyntaxError), "malformed");
    throw error;
  }
}

export const heart = {
  base64url({ text }: { text: string }) {
    return { length: refusing(() => decodeBase64url(text)).length };
  },

  id({ text }: { text: string }) {
    decodeId(text);
    return {};
  },

  cbor({ cbor }: { cbor: string }) {
    decodeCbor(decodeBase64url(cbor));
    return {};
  },

  padding({ padded }: { padded: string }) {
    return { length: unpad(decodeBase64url(padded)).length };
  },

  sign1({ object }: { object: string }) {
    const { protectedHeader, payload } = parseSign1(
      decodeCborText(object, MAX_OBJECT_LENGTH)
    );
    decodeCbor(protectedHeader);
    decodeCbor(payload);
    return {};
  },

  envelope({ raw }: { raw: string }) {
    const { place } = parseEnvelope(rawToEnvelope(raw));
    // what is not known as ciphertext would be shown as text
    ensure(isEncryptedRaw(raw), "malformed");
    return {
      kind: place.kind,
      conversation_id: place.conversationId,
      epoch: place.epoch,
      message_id: place.messageId,
      revision: place.revision,
    };
  },

  async card(given: Given<typeof cards>) {
    const opened = await openCard(given.card, given.user_id);
    return {
      fingerprint: encodeBase64url(opened.fingerprint),
      created_at: opened.createdAt,
      previous_fingerprint:
        opened.previousFingerprint &&
        encodeBase64url(opened.previousFingerprint),
      verification_key: encodeBase64url(
        await exportVerificationKey(opened.verificationKey)
      ),
    };
  },

  async backup(given: Given<typeof backups>) {
    await unlockIdentity({
      userId: given.user_id,
      card: given.card,
      backup: given.backup,
      secret: given.secret,
    });
    parseBackup(given.backup);
    return {};
  },

  async grant(given: Given<typeof grants>) {
    const earlier = await Promise.all((given.member_earlier ?? []).map(card));
    const key = await openGrant(given.grant, {
      conversationId: given.conversation_id,
      epoch: given.epoch,
      member: await member(given.member),
      replacedFingerprints: earlier.map(({ fingerprint }) => fingerprint),
      granter: [
        await card(given.granter),
        ...(await Promise.all((given.granter_earlier ?? []).map(card))),
      ],
      participantIds: given.participant_ids,
    });
    return { commitment: encodeBase64url(key.commitment) };
  },

  async body(given: Given<typeof bodies>) {
    return plainMessage(await openBody(given.raw, await expected(given)));
  },

  async title(given: Given<typeof titles>) {
    return plainMessage(await openTitle(given.title, await expected(given)));
  },

  async draft(given: Given<typeof drafts>) {
    return plainMessage(
      await openDraft(given.raw, {
        author: await member(given.author),
        conversationId: given.conversation_id,
        messageId: given.message_id,
      })
    );
  },

  async record({ read, value }: { read: string; value: unknown }) {
    const found = await RECORDS[read]!(value);
    ensure(found !== null, "malformed");
    return {};
  },
};

const RECORDS: Record<string, (value: unknown) => unknown> = {
  identity: (value) => readIdentity(value, people.jane!.user_id),
  conversationKey: (value) => readConversationKey(value, "a", 1),
  knownKey: readKnownKey,
  backup: readBackup,
  ledgerEntry: readLedgerEntry,
  topics: readTopics,
};

/** Why it was refused, or null where this is no refusal. */
export function causeOf(error: unknown): string | null {
  return error instanceof ProtocolError ? error.reason : null;
}
