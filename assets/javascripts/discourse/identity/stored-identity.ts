/** The member's own keys as the site keeps them: card, wrapped private keys, and a count of the writes. */
import { ajax } from "discourse/lib/ajax";
import {
  changeSecret,
  createIdentity,
  type Identity,
  type KeptBackup,
  openCard,
  ProtocolError,
  unlockIdentity,
} from "../lib/index";
import { statusOf } from "../request-status";

const IDENTITY_PATH = "/encrypted-messages/identity.json";
const REPLACEMENT_PATH = "/encrypted-messages/identity/replacement.json";
const LOSSES_PATH = "/encrypted-messages/identity/losses.json";

/** Another device wrote since this one looked. Nothing was overwritten. */
export class ConflictError extends Error {}

/** The site shows another card of the member than this device holds. Nothing was changed. */
export class OtherKeysError extends ConflictError {}

/** The site gave no answer, so it may or may not have taken the change. */
export class UnknownOutcomeError extends Error {
  /** of what was sent */
  readonly card: string;

  constructor(card: string) {
    super();
    this.card = card;
  }
}

export type StoredIdentity = KeptBackup;

/** What the member could no longer open after resetting encryption. */
export interface Losses {
  conversations: number;
  messages: number;
  drafts: number;
}

/** @throws the request's error, also where there is none (404) */
export function fetchStoredIdentity(): Promise<StoredIdentity> {
  return ajax(IDENTITY_PATH, { ignoreUnsent: false });
}

/** The same, or null where the site has none, or not all of it. @throws the request's error */
export async function findStoredIdentity(): Promise<StoredIdentity | null> {
  try {
    const stored = await fetchStoredIdentity();
    return stored.backup ? stored : null;
  } catch (error) {
    if (statusOf(error) === 404) {
      return null;
    }
    throw error;
  }
}

/** @throws the request's error */
export function fetchLosses(): Promise<Losses> {
  return ajax(LOSSES_PATH, { ignoreUnsent: false });
}

/**
 * Stores a first identity, or a new backup of the same card.
 *
 * @param identity `version` is the one last seen, 0 for none
 * @returns the same under its new version
 * @throws ConflictError; UnknownOutcomeError; the request's error when the site
 *   refuses. Nothing was stored then.
 */
export function storeIdentity(
  identity: StoredIdentity
): Promise<StoredIdentity> {
  return send("PUT", IDENTITY_PATH, identity);
}

/**
 * Puts back what the site has lost, or has in an older state.
 *
 * @param kept as this device has seen it
 * @throws as `storeIdentity`
 */
export async function putBackIdentity(
  kept: StoredIdentity
): Promise<StoredIdentity> {
  const { card, version } = await fetchStoredIdentity().catch((error) => {
    if (statusOf(error) === 404) {
      return { card: kept.card, version: 0 };
    }
    throw error;
  });
  const isSame = card === kept.card;
  return send(
    isSame ? "PUT" : "POST",
    isSame ? IDENTITY_PATH : REPLACEMENT_PATH,
    { ...kept, version },
    kept.version
  );
}

/**
 * Encrypts the account key under a new secret: the private keys and the card
 * stay as they are, so other devices go on. Where an earlier attempt has arrived although its answer was lost, the new
 * secret opens what the site keeps, and the old one does not: then there is nothing left to do.
 *
 * @param own the keys on this device, if they are here
 * @returns what the site keeps now
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
}): Promise<StoredIdentity> {
  const stored = await fetchStoredIdentity();
  const { card, backup, version } = stored;
  refuseAnother(own, card);
  try {
    const changed = await changeSecret({
      userId,
      card,
      backup,
      root: null,
      oldSecret,
      newSecret,
    });
    return await storeIdentity({ card, backup: changed.backup, version });
  } catch (error) {
    const isWrong =
      error instanceof ProtocolError && error.reason === "wrong-secret";
    if (isWrong && (await isOpenedBy(stored, userId, newSecret))) {
      return stored;
    }
    throw error;
  }
}

async function isOpenedBy(
  { card, backup }: StoredIdentity,
  userId: number,
  secret: string
): Promise<boolean> {
  try {
    await unlockIdentity({ userId, card, backup, secret });
    return true;
  } catch {
    return false;
  }
}

/**
 * Replaces the member's keys by new ones (docs/protocol.md §6.1), for who has
 * forgotten the secret. The new card names the one that it replaces: the device's own, where it holds one, since the site
 * could have any other signed for.
 *
 * @param own the keys on this device, also those that the site says were replaced, if there are any
 * @param attempted the card of an earlier attempt of this page that may have arrived
 * @param kept what the site had of them when this device last saw it: where it has nothing any more, that is put back before
 *   it is replaced, so that what the member has written can still be verified; where nothing was kept, the new keys are the
 *   first ones
 * @throws OtherKeysError where the site has another card than the own; or as `storeIdentity`
 */
export async function replaceStoredIdentity({
  userId,
  own,
  attempted,
  kept,
  secret,
}: {
  userId: number;
  own: Identity | null;
  attempted: string | null;
  kept: StoredIdentity | null;
  secret: string;
}): Promise<{ identity: Identity; stored: StoredIdentity }> {
  const before =
    (await findStoredIdentity()) ?? (kept && (await putBackIdentity(kept)));
  if (!before) {
    const { identity, card, backup } = await createIdentity({ userId, secret });
    return {
      identity,
      stored: await storeIdentity({ card, backup, version: 0 }),
    };
  }
  if (before.card !== attempted) {
    refuseAnother(own, before.card);
  }
  const { fingerprint } = await openCard(before.card, userId);
  const { identity, card, backup } = await createIdentity({
    userId,
    secret,
    previousFingerprint: fingerprint,
  });
  const { version } = before;
  const stored = await send("POST", REPLACEMENT_PATH, {
    card,
    backup,
    version,
  });
  return { identity, stored };
}

function refuseAnother(own: Identity | null, card: string): void {
  if (own && own.card !== card) {
    throw new OtherKeysError();
  }
}

async function send(
  type: "PUT" | "POST",
  path: string,
  identity: StoredIdentity,
  atLeast?: number
): Promise<StoredIdentity> {
  const data = atLeast ? { ...identity, at_least: atLeast } : identity;
  const version = Math.max(identity.version, atLeast ?? 0) + 1;
  try {
    await ajax(path, { type, data, ignoreUnsent: false });
    return { ...identity, version };
  } catch (error) {
    const status = statusOf(error);
    const isRefused = status >= 400 && status < 500;
    if (isRefused && status !== 409) {
      throw error;
    }
    // A request that got no answer may have arrived, and so may the first of two.
    if (await isStored(identity, status)) {
      return { ...identity, version };
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
    throw new UnknownOutcomeError(card);
  }
}
