/** The dialogs that more than one place opens. Services open none: who calls them does, and hands the result on. */
import type Owner from "@ember/owner";
import { i18n } from "discourse-i18n";
import InviteModal from "./components/encrypted-messages/modal/invite";
import UnlockModal from "./components/encrypted-messages/modal/unlock";
import type EncryptedMessagesIdentityService from "./services/encrypted-messages-identity";
import type { DialogService, ModalService, Topic } from "./types/core";

/**
 * Asks for the secret where that is needed.
 *
 * @returns whether the keys are here afterwards
 */
export function requestUnlock(owner: Owner): Promise<boolean> {
  return identityOf(owner).requestUnlock(() =>
    modalOf(owner).show(UnlockModal)
  );
}

/** In place of core's dialog for invitations. The keys are needed, so a locked device asks first. */
export async function invite(owner: Owner, topic: Topic): Promise<void> {
  if (await requestUnlock(owner)) {
    await modalOf(owner).show(InviteModal, { model: { topic } });
  } else if (!identityOf(owner).isLocked) {
    const dialog = owner.lookup("service:dialog") as DialogService;
    dialog.alert(i18n("encrypted_messages.invite_modal.not_here"));
  }
}

function identityOf(owner: Owner): EncryptedMessagesIdentityService {
  return owner.lookup(
    "service:encrypted-messages-identity"
  ) as EncryptedMessagesIdentityService;
}

function modalOf(owner: Owner): ModalService {
  return owner.lookup("service:modal") as ModalService;
}
