import { decodeBase64url } from "heart/bytes";
import { decodeCbor, decodeCborText, purpose } from "heart/cbor";
import {
  type ConversationKey,
  decodeId,
  deriveConversationKey,
} from "heart/conversation";
import { parseSign1 } from "heart/cose";
import { type Envelope, openEnvelope, parseEnvelope } from "heart/envelope";
import { asBytes, asInteger, asMap } from "heart/fields";
import type { Identity } from "heart/identity";
import { openKeyBag } from "heart/key-bag";
import { MAX_GRANT_LENGTH, SUITE } from "heart/suite";
import { unwrapHkdfKey } from "../javascripts/helpers/unwrapping";
import type { Taken } from "./stored";
import type { World } from "./world";

// Whoever takes part no longer, or never has, with all keys that they and their devices ever had, and the site's whole
// database, deleted rows among it: what opens for them, by whatever way, is to be what they were let into.

/** Of envelopes that are opened to show that what is tried is a way. */
const ENOUGH = 20;

export interface Opened {
  userId: number;
  conversationId: string;
  epoch: number;
}

export interface Attempts {
  /** Of envelopes by people who were not let in. */
  tried: number;
  /** Envelopes opened by the same way by those who were: shows that it is one. */
  opened: number;
  breaches: Opened[];
}

export async function tryEverything(world: World): Promise<Attempts> {
  const result: Attempts = { tried: 0, opened: 0, breaches: [] };
  const { taken, allGrants, allBags } = world.server;
  const ids = new Set(taken.map(({ conversationId }) => conversationId));
  for (const conversationId of ids) {
    const isOf = (each: { conversationId: string }) =>
      each.conversationId === conversationId;
    const envelopes = taken.filter(isOf).map((each) => ({
      taken: each,
      envelope: parseEnvelope(each.envelope),
    }));
    const grants = allGrants.filter(isOf).map(parseGrant);
    const bags = allBags.filter(({ roster }) => isOf(roster));
    for (const { userId, keys: pairs } of world.people) {
      const held = heldBy(world, userId, conversationId);
      const holdings: Holding[] = [{ keys: held, pairs }];
      // a pair that was replaced may have been stolen: it opens what it was let into, and nothing of its successors'
      for (const [at, pair] of pairs.entries()) {
        const keys = await unwrappedBy(pair, grants, conversationId);
        holdings.push({ keys, pairs: [pair] });
        // what its owner has kept of grants to earlier ones comes with it
        const kept = await keptBy(pair, bags);
        holdings.push({ keys: kept, pairs: pairs.slice(0, at + 1) });
      }
      for (const holding of holdings) {
        await tryWith(world, holding, envelopes, result);
      }
    }
  }
  return result;
}

interface Holding {
  keys: readonly ConversationKey[];
  pairs: readonly Identity[];
}

async function tryWith(
  { rights }: World,
  { keys, pairs }: Holding,
  envelopes: readonly { taken: Taken; envelope: Envelope }[],
  result: Attempts
): Promise<void> {
  for (const { taken, envelope } of envelopes) {
    const isLetIn = pairs.some((pair) => rights.may(taken, pair));
    if (isLetIn && result.opened >= ENOUGH) {
      continue;
    }
    result.tried += isLetIn ? 0 : 1;
    for (const { contentKey } of keys) {
      const isOpen = await openEnvelope(contentKey, envelope).then(
        () => true,
        () => false
      );
      if (isOpen && isLetIn) {
        result.opened++;
      } else if (isOpen) {
        const { userId } = pairs[0]!;
        const { epoch } = envelope.place;
        const { conversationId } = taken;
        result.breaches.push({ userId, conversationId, epoch });
      }
    }
  }
}

function heldBy(
  world: World,
  userId: number,
  conversationId: string
): ConversationKey[] {
  return world
    .devicesOf(userId)
    .flatMap(({ storage }) => [...storage.values])
    .filter(([name]) => name.startsWith(`key:${conversationId}:`))
    .map(([, value]) => value as ConversationKey);
}

interface Wrapped {
  epoch: number;
  label: (conversationId: string) => Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
}

/** What a grant says of itself, believed. */
function parseGrant({
  epoch,
  grant,
}: World["server"]["allGrants"][number]): Wrapped {
  const { payload } = parseSign1(decodeCborText(grant, MAX_GRANT_LENGTH));
  const fields = asMap(decodeCbor(payload), [1, 2, 3, 4, 5, 6, 7]);
  return {
    epoch,
    label: (conversationId) =>
      purpose(
        SUITE,
        "grant",
        decodeId(conversationId),
        epoch,
        asInteger(fields.get(1), 1),
        asBytes(fields.get(2), 32),
        asInteger(fields.get(3), 1),
        asBytes(fields.get(4), 32)
      ),
    ciphertext: asBytes(fields.get(6), 384),
  };
}

/** Bags of anybody's that open, in the name of whoever they say. */
async function keptBy(
  { bagKey }: Identity,
  bags: World["server"]["allBags"]
): Promise<ConversationKey[]> {
  const keys: ConversationKey[] = [];
  for (const { roster, epoch, userId, fingerprint, bag } of bags) {
    const member = {
      userId,
      fingerprint: decodeBase64url(fingerprint),
      bagKey,
    };
    try {
      keys.push(await openKeyBag(bag, { member, roster, epoch }));
    } catch {
      // not theirs
    }
  }
  return keys;
}

async function unwrappedBy(
  { decryptionKey }: Identity,
  grants: readonly Wrapped[],
  conversationId: string
): Promise<ConversationKey[]> {
  const keys: ConversationKey[] = [];
  for (const { epoch, label, ciphertext } of grants) {
    try {
      const key = await unwrapHkdfKey(
        decryptionKey,
        label(conversationId),
        ciphertext
      );
      keys.push(await deriveConversationKey(key, conversationId, epoch));
    } catch {
      // not theirs
    }
  }
  return keys;
}
