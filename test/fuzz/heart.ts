import { openAddressBook } from "heart/address-book";
import { parseBackup } from "heart/backup";
import { openBody, openTitle } from "heart/bodies";
import { decodeBase64url, encodeBase64url } from "heart/bytes";
import { openCard } from "heart/card";
import { decodeCbor, decodeCborText, encodeCbor } from "heart/cbor";
import { decodeId } from "heart/conversation";
import { encryptEncrypt0, makeHeader, parseSign1 } from "heart/cose";
import { openDraft } from "heart/draft";
import {
  isEncryptedRaw,
  pad,
  parseEnvelope,
  rawToEnvelope,
  unpad,
} from "heart/envelope";
import { ensure, ProtocolError } from "heart/errors";
import { openGrant } from "heart/grant";
import { type Identity, unlockIdentity } from "heart/identity";
import { openKeyBag } from "heart/key-bag";
import { openName } from "heart/name";
import {
  readBackup,
  readConversationKey,
  readIdentity,
  readKnownKey,
  readLedgerRow,
  readRosterRecord,
  readTopics,
} from "heart/records";
import { ALG_A256GCM, Kind, Label, MAX_OBJECT_LENGTH } from "heart/suite";
import { exportVerificationKey, sha256 } from "heart/webcrypto";
import { cardOf, identityOf } from "../javascripts/helpers/people";
import {
  type BookGiven,
  bookParts,
  plainBook,
} from "../javascripts/helpers/plain-book";
import { plainMessage } from "../javascripts/helpers/plain-message";
import {
  allCards,
  knownOf,
  openRoster,
  rosterNamed,
} from "../javascripts/helpers/vectors";
import {
  type backups,
  type bodies,
  type cards as cardVectors,
  type drafts,
  type grants,
  type keyBags,
  type names,
  people,
  type RosterGiven,
  type titles,
} from "../javascripts/vendor/vectors";

// The decoders of the heart, each by its name in decoders.mjs. Each gives, in the words of test/vectors/FORMAT.md, what
// the second reader must find too.

type Given<Vectors extends { accepted: { given: unknown }[] }> =
  Vectors["accepted"][number]["given"];

interface ShardGiven {
  member: string;
  number: number;
  shard: string;
}

const member = once(identityOf);
const card = once(cardOf);
const roster = once(rosterNamed);
const cards = once(allCards);
const knowledge = once(knownOf);

/** Called once for the same: opening what the reader knows anyway takes longer than most inputs. */
function once<Known, Made>(make: (known: Known) => Promise<Made>): typeof make {
  const made = new Map<string, Promise<Made>>();
  return (known) => {
    const name = JSON.stringify(known);
    if (!made.has(name)) {
      made.set(name, make(known));
    }
    return made.get(name)!;
  };
}

async function expected({
  roster: name,
  epoch_keys,
  histories,
  author_id,
  message_id,
}: Omit<Given<typeof bodies>, "raw">) {
  const known = { roster: name, epoch_keys, histories, author_id };
  return { ...(await knowledge(known)), messageId: message_id };
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

/** Of an address book with this one shard. */
async function rootNaming(
  { userId, fingerprint, addressBookKey }: Identity,
  number: number,
  shard: string
): Promise<string> {
  const digest = await sha256(refusing(() => decodeBase64url(shard)));
  const digests = Array.from({ length: 32 }, () => new Uint8Array(16));
  digests[number - 1] = digest.slice(0, 16);
  const root = await encryptEncrypt0(
    addressBookKey,
    makeHeader(
      ALG_A256GCM,
      Kind.addressBook,
      [Label.userId, userId],
      [Label.part, 0],
      [Label.revision, 1]
    ),
    pad(
      encodeCbor(
        new Map<number, Uint8Array | Uint8Array[]>([
          [1, digests],
          [2, new Uint8Array(32)],
          [3, fingerprint],
        ])
      )
    )
  );
  return encodeBase64url(encodeCbor(root));
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

  async card(given: Given<typeof cardVectors>) {
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

  async name(given: Given<typeof names>) {
    const owner = await openCard(given.card, given.user_id);
    return { ...(await openName(given.signed_name, owner)) };
  },

  async roster({ entry, entries, ...given }: RosterGiven & { entry: string }) {
    const found = await openRoster({ ...given, entries: [...entries, entry] });
    return {
      entries: found.entries.map(({ digest, epoch, author }) => [
        encodeBase64url(digest),
        epoch,
        author.userId,
      ]),
    };
  },

  async address_book(given: BookGiven) {
    const owner = await member(given.member);
    return plainBook(await openAddressBook(owner, bookParts(given)));
  },

  async shard({ member: name, number, shard }: ShardGiven) {
    const owner = await member(name);
    const root = await rootNaming(owner, number, shard);
    const parts = bookParts({
      member: name,
      root,
      shards: { [number]: shard },
    });
    return plainBook(await openAddressBook(owner, parts));
  },

  async grant(given: Given<typeof grants>) {
    const earlier = await Promise.all(given.member_earlier.map(card));
    const held = await Promise.all(given.member_held.map(member));
    const key = await openGrant(given.grant, {
      epoch: given.epoch,
      member: {
        ...(await member(given.member)),
        earlierDecryptionKeys: held.map(({ fingerprint, decryptionKey }) => ({
          fingerprint,
          key: decryptionKey,
        })),
      },
      replacedFingerprints: earlier.map(({ fingerprint }) => fingerprint),
      roster: await roster(given.roster),
      granter: await cards(given.histories),
    });
    return { commitment: encodeBase64url(key.commitment) };
  },

  async key_bag(given: Given<typeof keyBags>) {
    const key = await openKeyBag(given.bag, {
      member: await member(given.member),
      roster: await roster(given.roster),
      epoch: given.epoch,
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
    const draft = await openDraft(given.raw, {
      author: await member(given.author),
      conversationId: given.conversation_id,
      messageId: given.message_id,
    });
    return {
      conversation_id: draft.conversationId,
      message_id: draft.messageId,
      text: draft.text,
      title: draft.title,
    };
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
  ledgerRow: readLedgerRow,
  roster: (value) => readRosterRecord(value, "a"),
  rosterEntry: (entry) =>
    readRosterRecord(
      { conversationId: "a", isForked: false, entries: [entry] },
      "a"
    ),
  topics: readTopics,
};

/** Why it was refused, or null where this is no refusal. */
export function causeOf(error: unknown): string | null {
  return error instanceof ProtocolError ? error.reason : null;
}
