import { visit } from "@ember/test-helpers";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { backups, people } from "../vendor/vectors";
import type { Conversation } from "./conversation";
import {
  json,
  type Name,
  serveAddressBook,
  serveIdentities,
  userIdOf,
} from "./members";
import { serveLeftOut, serveRosters } from "./roster-site";

/** Jane's secret and what the site keeps for her. */
export const JANE = backups.accepted[0]!.given;

/** For `needs.user`: a member of the test vectors. */
export function memberNamed(username: Name, changes: object = {}) {
  return {
    id: userIdOf(username),
    username,
    can_use_encrypted_messages: true,
    encrypted_messages_enabled: true,
    ...changes,
  };
}

export { keepKeys } from "./members";

/** The member's own pages, of which core takes over the attributes. */
export function serveProfile(username: Name): void {
  pretender.get(`/u/${username}.json`, () =>
    json(200, {
      user: {
        id: userIdOf(username),
        username,
        can_edit: true,
        user_option: {},
      },
    })
  );
}

/** The site's answer to a member who unlocks, or asks which keys it has. Only Jane can unlock with it. */
export function serveOwnIdentity(username: Name = "jane"): void {
  const { card } = people[username]!;
  serveAddressBook(username);
  pretender.get("/encrypted-messages/identity.json", () =>
    json(200, { card, backup: JANE.backup, version: 1 })
  );
}

/** Serves a conversation's page and list as they are when they are asked for. */
export function serveConversation(
  conversation: Conversation,
  viewer: Name
): void {
  serveIdentities(["jane", "pete", "mallory"]);
  serveProfile(viewer);
  serveRosters([conversation]);
  serveLeftOut([conversation], viewer);
  pretender.get(`/t/${conversation.topicId}.json`, () =>
    json(200, cloneJSON(conversation.topicJson(viewer)))
  );
  pretender.get(`/topics/private-messages/${viewer}.json`, () =>
    json(200, {
      users: conversation.usersJson(),
      primary_groups: [],
      topic_list: {
        topics: [cloneJSON(conversation.listItemJson(viewer))],
        per_page: 30,
      },
    })
  );
}

/** Opens a conversation's page, leaving it first where it is open. */
export async function visitConversation({
  topicId,
}: Conversation): Promise<void> {
  await visit("/");
  await visit(`/t/encrypted-message/${topicId}`);
}
