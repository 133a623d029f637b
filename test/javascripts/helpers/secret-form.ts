import { click, fillIn, find } from "@ember/test-helpers";

/** In a dialog for a new secret, chooses one of the member's own, and says that it is kept somewhere. */
export async function chooseOwnSecret(
  modal: string,
  secret: string,
  again = secret
): Promise<void> {
  if (!find(`${modal} [name=secret]`)) {
    await click(`${modal} .encrypted-messages-other-choice`);
  }
  await fillIn(`${modal} [name=secret]`, secret);
  await fillIn(`${modal} [name=secretConfirmation]`, again);
  const kept = find(`${modal} [name=kept]`) as HTMLInputElement;
  if (!kept.checked) {
    await click(kept);
  }
}

/** The secret that a dialog proposes. */
export function proposedSecret(modal: string): string {
  return find(
    `${modal} .encrypted-messages-proposed__secret`
  )!.textContent!.trim();
}
