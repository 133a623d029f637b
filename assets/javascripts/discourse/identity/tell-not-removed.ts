import { i18n } from "discourse-i18n";
import type { DialogService } from "../types/core";

/** Tells that keys may still be on this device. Resolves when the member has read it. */
export function tellNotRemoved(dialog: DialogService): Promise<void> {
  return new Promise((resolve) => {
    dialog.alert({
      message: i18n("encrypted_messages.keys_not_removed"),
      didConfirm: () => resolve(),
      didCancel: () => resolve(),
    });
  });
}
