/** The member's own keys as the site keeps them: card, wrapped private keys, and a count of the writes. */
import { ajax } from "discourse/lib/ajax";
import { statusOf } from "../compose/request-status";
import { openCard } from "../lib/protocol/card";
import {
  changeSecret,
  createIdentity,
  type Identity,
} from "../lib/protocol/identity";

const IDENTITY_PATH = "/encrypted-messages/identity.json";
const REPLACEMENT_PATH = "/encrypted-messages/identity/replacement.json";
const LOSSES_PATH = "/encrypted-messages/identity/losses.json";

/** Another device wrote since this one looked. Nothing was overwritten. */
export class ConflictError extends Error {}

/** The site gave no answer, so it may or may not have taken the change. */
export class UnknownOutcomeError extends Error {}

export interface StoredIdentity {
  card: string;
  backup: string;
  version: number;
}

/** What the member could no longer open after starting anew. */
export interface Losses {
  conversations: number;
  messages: number;
  drafts: number;
}

/** @throws the request's error, also where there is none (404) */
export function fetchStoredIdentity(): Promise<StoredIdentity> {
  return ajax(IDENTITY_PATH, { ignoreUnsent: false });
}

/** @throws the request's error */
export function fetchLosses(): Promise<Losses> {
  return ajax(LOSSES_PATH, { ignoreUnsent: false });
}

/**
 * Stores a first identity, or a new backup of the same card.
 *
 * @param identity `version` is the one last seen, 0 for none
 * @throws ConflictError; UnknownOutcomeError; the request's error when the site
 *   refuses. Nothing was stored then.
 */
export function storeIdentity(identity: StoredIdentity): Promise<void> {
  return send("PUT", IDENTITY_PATH, identity);
}

/**
 * Encrypts the account key under a new secret (R8): the private keys and the card
 * stay as they are, so other devices go on.
 *
 * @param own the keys on this device, if they are here
 * @throws ProtocolError, "wrong-secret" for the old one; or as `storeIdentity`
 */
export async function changeStoredSecret({
  userId,
  own,
  oldSecret,
  newSecret,
}: {
  userId: number;
  own: Identity | null;
  oldSecret: string;
  newSecret: string;
}): Promise<void> {
  const { card, backup, version } = await fetchStoredIdentity();
  refuseAnother(own, card);
  const changed = await changeSecret({ userId, backup, oldSecret, newSecret });
  await storeIdentity({ card, backup: changed, version });
}

/**
 * Replaces the member's keys by new ones (docs/protocol.md §6.1), for who has
 * forgotten the secret. The new card names the one that it replaces: the device's own, where it holds one, since the site
 * could have any other signed for.
 *
 * @param own the keys on this device, if they are here
 * @throws ConflictError where the site has another card than the own; or as `storeIdentity`
 */
export async function replaceStoredIdentity({
  userId,
  own,
  secret,
}: {
  userId: number;
  own: Identity | null;
  secret: string;
}): Promise<Identity> {
  const stored = await fetchStoredIdentity();
  refuseAnother(own, stored.card);
  const { fingerprint } = await openCard(stored.card, userId);
  const { identity, card, backup } = await createIdentity({
    userId,
    secret,
    previousFingerprint: fingerprint,
  });
  await send("POST", REPLACEMENT_PATH, {
    card,
    backup,
    version: stored.version,
  });
  return identity;
}

function refuseAnother(own: Identity | null, card: string): void {
  if (own && own.card !== card) {
    throw new ConflictError();
  }
}

async function send(
  type: "PUT" | "POST",
  path: string,
  identity: StoredIdentity
): Promise<void> {
  try {
    await ajax(path, { type, data: identity, ignoreUnsent: false });
  } catch (error) {
    const status = statusOf(error);
    const isRefused = status >= 400 && status < 500;
    if (isRefused && status !== 409) {
      throw error;
    }
    // A request that got no answer may have arrived, and so may the first of two.
    if (await isStored(identity, status)) {
      return;
    }
    throw status === 409 ? new ConflictError() : error;
  }
}

async function isStored(
  { card, backup }: StoredIdentity,
  status: number
): Promise<boolean> {
  try {
    const stored = await fetchStoredIdentity();
    return stored.card === card && stored.backup === backup;
  } catch (error) {
    if (status === 409 || statusOf(error) === 404) {
      return false;
    }
    throw new UnknownOutcomeError();
  }
}
