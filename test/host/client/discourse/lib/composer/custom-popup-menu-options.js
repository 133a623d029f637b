/** What `api.addComposerToolbarPopupMenuOption` has added. */
export const customPopupMenuOptions = [];

export function addPopupMenuOption(option) {
  customPopupMenuOptions.push(option);
}

export function clearPopupMenuOptions() {
  customPopupMenuOptions.length = 0;
}
