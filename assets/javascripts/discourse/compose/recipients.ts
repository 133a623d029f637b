import type { IdentityCard, Members } from "../lib/index";
import type { Refusal } from "./composition";
import { LostContacts } from "./status-after";

/** As core's composer and chooser tell them apart. */
export interface Recipient {
  type: "user" | "group" | "email";
  name: string;
}

export interface Recipients {
  /** null: an encrypted message can go to all of them */
  refusal: Refusal | null;
  cards: IdentityCard[];
}

/**
 * Whether everybody a message is addressed to, or is to be added to one, can read
 * encrypted messages. Groups and email addresses have no keys of their
 * own. The site is asked once for all.
 *
 * @param lookUp fetches and verifies the cards of the members named
 * @param most how many may take part, the author included
 * @throws nothing; a failed look-up is a refusal
 */
export async function checkRecipients(
  recipients: Recipient[],
  self: string,
  most: number,
  lookUp: (usernames: string[]) => Promise<Members>
): Promise<Recipients> {
  const keyless = recipients.filter(({ type }) => type !== "user");
  if (keyless.length > 0) {
    const names = keyless.map(({ name }) => name);
    return { refusal: { kind: "groups", names }, cards: [] };
  }

  const others = recipients
    .map(({ name }) => name)
    .filter((name) => name !== self);
  if (others.length >= most) {
    return { refusal: { kind: "too-many", count: most }, cards: [] };
  }
  if (others.length === 0) {
    return { refusal: null, cards: [] };
  }

  try {
    const { cards, changed, missing } = await lookUp(others);
    let refusal: Refusal | null = null;
    if (missing.length > 0) {
      refusal = { kind: "missing", names: missing };
    } else if (changed.length > 0) {
      refusal = { kind: "changed", members: changed };
    }
    return { refusal, cards: cards.map(({ card }) => card) };
  } catch (error) {
    const kind = error instanceof LostContacts ? "lost-contacts" : "unchecked";
    return { refusal: { kind }, cards: [] };
  }
}

/**
 * Whether the member has to do something about it before anything can be sent. What
 * could not be looked up is looked up once more when it is sent.
 */
export function holdsBack(refusal: Refusal | null): boolean {
  return refusal !== null && refusal.kind !== "unchecked";
}
