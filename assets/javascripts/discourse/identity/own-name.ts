/** What the member is called, as their own keys sign it (docs/protocol.md §6.3). */
import { ajax } from "discourse/lib/ajax";
import {
  type Identity,
  openCard,
  openName,
  sealName,
  type SignedName,
} from "../lib/index";
import type { CurrentUser } from "../types/core";
import { isUsername } from "../usernames";

const NAME_PATH = "/encrypted-messages/identity/name.json";

type Named = Pick<CurrentUser, "username" | "encrypted_messages_name">;

/**
 * Signs what the site calls the member now.
 *
 * @returns null where these keys have signed just that, or the site does not say what they have signed
 */
export async function signOwnName(
  identity: Identity,
  { username, encrypted_messages_name: published }: Named
): Promise<string | null> {
  if (published === undefined || !isUsername(username)) {
    return null;
  }
  const last = published ? await openOwn(identity, published) : null;
  return last?.username === username
    ? null
    : sealName(identity, {
        username,
        publication: Math.max((last?.publication ?? 0) + 1, now()),
      });
}

/**
 * The same with new keys, which have signed nothing yet.
 *
 * @returns null where it can be no name
 */
export async function signFirstName(
  identity: Identity,
  username: string
): Promise<string | null> {
  return isUsername(username)
    ? sealName(identity, { username, publication: now() })
    : null;
}

/** In seconds: a number above any before, also above what earlier keys have signed. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** @throws the request's error: 409 where the member is called otherwise by now, or another page was faster */
export async function publishName(name: string): Promise<void> {
  await ajax(NAME_PATH, { type: "PUT", data: { name }, ignoreUnsent: false });
}

async function openOwn(
  { card, userId }: Identity,
  name: string
): Promise<SignedName | null> {
  const owner = await openCard(card, userId);
  return openName(name, owner).catch(() => null);
}
