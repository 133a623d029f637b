/**
 * Core's chooser of members, groups and addresses is a classic component written
 * in JavaScript. This is the part of it that the plugin uses.
 */
import type { ComponentLike } from "@glint/template";
import EmailGroupUserChooser from "discourse/select-kit/components/email-group-user-chooser";
import type { Recipient } from "../compose/recipients";

/** What the chooser knows of a chosen name. */
export interface ChosenItem {
  id: string;
  isGroup?: boolean;
}

interface ChooserSignature {
  Args: {
    value: string[];
    onChange(names: string[], items: ChosenItem[]): unknown;
    options: Record<string, unknown>;
  };
  Element: HTMLElement;
}

const RecipientChooser =
  EmailGroupUserChooser as unknown as ComponentLike<ChooserSignature>;

export default RecipientChooser;

/**
 * @param known what was chosen before: the chooser need not describe those again
 */
export function recipientOf(
  name: string,
  items: ChosenItem[],
  known: Recipient[]
): Recipient {
  const item = items.find(({ id }) => id === name);
  const before = known.find((recipient) => recipient.name === name);

  if (item?.isGroup || before?.type === "group") {
    return { type: "group", name };
  }
  return { type: name.includes("@") ? "email" : "user", name };
}
