import type { IdentityCard } from "../lib/protocol/card";
import type EncryptedMessagesDirectoryService from "../services/encrypted-messages-directory";
import type { ComposerModel } from "../types/core";
import type { Refusal } from "./composition";

export interface Recipients {
  /** null: an encrypted message can go to all of them */
  refusal: Refusal | null;
  cards: IdentityCard[];
}

/**
 * Whether everybody a new message is addressed to can read encrypted messages
 * (R2). Groups and email addresses have no keys of their own.
 *
 * @param most how many may take part, the author included
 * @throws nothing; a failed look-up is a refusal
 */
export async function checkRecipients(
  model: ComposerModel,
  self: string,
  most: number,
  directory: EncryptedMessagesDirectoryService
): Promise<Recipients> {
  const recipients = model.targetRecipientsArray;

  if (recipients.some(({ type }) => type !== "user")) {
    return { refusal: { kind: "groups" }, cards: [] };
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
    const { cards, missing } = await directory.membersNamed(others);
    return {
      refusal: missing.length ? { kind: "missing", names: missing } : null,
      cards: cards.map(({ card }) => card),
    };
  } catch {
    return { refusal: { kind: "unchecked" }, cards: [] };
  }
}
