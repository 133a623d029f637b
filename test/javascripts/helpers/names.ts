import pretender from "discourse/tests/helpers/create-pretender";
import { sealName } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import { people } from "../vendor/vectors";
import { json, type Name, type Request, userIdOf } from "./members";
import { identityOf } from "./people";

/** A username in base64url, as `member` signs it. */
export async function signedName(
  member: Name,
  username: string = member,
  publication = 1
): Promise<string> {
  return sealName(await identityOf(member), { username, publication });
}

/** What the site says of a member: what it calls them, and what it shows as signed by them. */
export interface Called {
  username?: string;
  name?: string | undefined;
}

/** Answers look-ups by id for everybody, whatever they are called. */
export function serveNames(called: Partial<Record<Name, Called>>): void {
  pretender.get("/encrypted-messages/identities.json", (request) => {
    const { url } = request as unknown as Request;
    const query = new URLSearchParams(url.split("?")[1] ?? "");
    const ids = query.getAll("user_ids[]").map(Number);
    const usernames = query.getAll("usernames[]");
    const found = (["jane", "pete", "mallory"] as Name[])
      .map((member) => ({
        user_id: userIdOf(member),
        username: member as string,
        card: people[member]!.card,
        ...called[member],
      }))
      .filter(
        ({ user_id, username }) =>
          ids.includes(user_id) || usernames.includes(username.toLowerCase())
      );
    return json(200, {
      identities: found,
      missing: usernames.filter(
        (name) => !found.some(({ username }) => username === name)
      ),
    });
  });
}
