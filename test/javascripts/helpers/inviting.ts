import { click, fillIn, find, waitFor } from "@ember/test-helpers";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { Conversation } from "./conversation";
import { json, type Name, type Request, userIdOf } from "./members";
import { serveConversation, visitConversation } from "./pages";

export const MODAL = ".encrypted-messages-invite-modal";
export const SUBMIT = `${MODAL} .encrypted-messages-invite`;
const CHOOSER = `${MODAL} .encrypted-messages-invite-chooser`;
const AVATAR = "/letter_avatar_proxy/v4/letter/m/aaaaaa/{size}.png";

export interface Invitation {
  username?: string;
  entry?: string;
  /** user id → epoch → grant */
  encrypted_keys?: Record<string, Record<string, string>>;
}

/** A member as core's serializers name them. */
export function user(name: Name) {
  return { id: userIdOf(name), username: name, avatar_template: AVATAR };
}

/** Members by the beginning of their names, and one group where groups are asked for. */
export function serveSearch(): void {
  pretender.get("/u/search/users", (request) => {
    const { queryParams } = request as unknown as {
      queryParams: Record<string, string>;
    };
    const term = queryParams["term"]!;
    const asksForGroups = Object.entries(queryParams).some(
      ([name, value]) => /^include_.*groups$/.test(name) && value === "true"
    );
    const users = ["mallory", "karl", "jane", "pete"].map(
      (username, index) => ({
        id: 900 + index,
        username,
        avatar_template: AVATAR,
      })
    );
    return json(200, {
      users: users.filter(({ username }) => username.startsWith(term)),
      groups:
        asksForGroups && term === "staff"
          ? [{ name: "staff", full_name: "Staff" }]
          : [],
    });
  });
}

/**
 * @param statuses of the first answer, the next and so on; the last one of all further ones
 * @returns the invitations as they come
 */
export function serveInvitations(
  statuses: number[] = [200],
  body: object = {},
  invited: Name = "mallory"
): Invitation[] {
  const invitations: Invitation[] = [];
  pretender.post(
    "/encrypted-messages/topics/501/roster.json",
    (request: unknown) => {
      const data = parsePostData((request as Request).requestBody);
      const status =
        statuses[Math.min(invitations.length, statuses.length - 1)]!;
      invitations.push(data as Invitation);
      return json(status, status === 200 ? { user: user(invited) } : body);
    }
  );
  return invitations;
}

/** Types a name into the dialog's chooser and takes what it offers first. */
export async function choose(name: string): Promise<void> {
  await lookFor(name);
  await waitFor(`${CHOOSER} .select-kit-row`);
  await click(`${CHOOSER} .select-kit-row`);
}

/** @returns what the dialog's chooser offers */
export async function lookFor(name: string): Promise<string[]> {
  if (!find(`${CHOOSER} .filter-input`)) {
    await click(`${CHOOSER} .select-kit-header`);
  }
  await fillIn(`${CHOOSER} .filter-input`, name);
  const rows = document.querySelectorAll<HTMLElement>(
    `${CHOOSER} .select-kit-row`
  );
  return [...rows].map(({ dataset }) => dataset["value"] ?? "");
}

/** Says what they are to read, and adds them. */
export async function submit({ past = true } = {}): Promise<void> {
  const [fromBeginning, fromNow] = document.querySelectorAll(
    `${MODAL} .encrypted-messages-past input`
  );
  await click((past ? fromBeginning : fromNow)!);
  await click(SUBMIT);
}

export async function openDialog(): Promise<void> {
  await click(".add-participant-btn");
}

/**
 * Jane's conversation with Pete, or that of others, as its page is shown.
 *
 * @param lies attributes of the topic besides, or instead
 */
export async function visitAs(
  viewer: Name,
  lies: Record<string, unknown> = {},
  people: { starter?: Name; member?: Name } = {}
): Promise<Conversation> {
  const conversation = await Conversation.start(people);
  await conversation.write(conversation.starter, "Written before");
  conversation.details = { can_invite_to: true };
  conversation.lies = lies;
  serveConversation(conversation, viewer);
  serveSearch();
  await visitConversation(conversation);
  return conversation;
}
