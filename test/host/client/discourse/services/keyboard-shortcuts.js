// host-only: a part of core's keyboard shortcuts, which listen elsewhere here
/** What a shortcut is pressed with: on a Mac Ctrl+K, E, B and I are the system's. */
export const PLATFORM_KEY_MODIFIER = /Mac|iPhone|iPad/.test(navigator.platform)
  ? "meta"
  : "ctrl";
