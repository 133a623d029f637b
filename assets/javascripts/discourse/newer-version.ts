/**
 * What a newer version has made, and this page cannot use: a post, a draft, who takes part, the member's keys. Reloading the
 * page helps, unless the site itself has no newer one.
 */
const NOTE = "encrypted-messages-reloaded-for-newer";

let hasReloaded: boolean | undefined;

/** Whether the member has reloaded the page for that, and just now. */
function wasReloaded(): boolean {
  if (hasReloaded === undefined) {
    try {
      hasReloaded = sessionStorage.getItem(NOTE) !== null;
      sessionStorage.removeItem(NOTE);
    } catch {
      hasReloaded = false; // the browser keeps nothing
    }
  }
  return hasReloaded;
}

/** What is said of it: a key of the locales, and whether the button helps. */
export const newerVersion = {
  get text(): string {
    return wasReloaded()
      ? "encrypted_messages.newer.site"
      : "encrypted_messages.newer.page";
  },
  get remedy(): "reload" | "administrators" {
    return wasReloaded() ? "administrators" : "reload";
  },
};

export function reloadForNewer(): void {
  try {
    sessionStorage.setItem(NOTE, "1");
  } catch {
    // then it says the same once more
  }
  window.location.reload();
}

/** For tests: what a page that is loaded anew looks up. */
export function forgetReload(): void {
  hasReloaded = undefined;
}
