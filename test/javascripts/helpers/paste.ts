import { find, settled } from "@ember/test-helpers";

/**
 * Pastes into the field.
 *
 * @returns whether the browser may do what it does with `clipboardData`
 */
export async function pasteInto(
  field: string,
  clipboardData: DataTransfer
): Promise<boolean> {
  // Firefox takes no `clipboardData` for an event that a script makes.
  const event = Object.assign(
    new Event("paste", { bubbles: true, cancelable: true }),
    { clipboardData }
  );
  const isFree = find(field)!.dispatchEvent(event);
  await settled();
  return isFree;
}
