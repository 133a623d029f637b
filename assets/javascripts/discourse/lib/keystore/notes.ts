import { type Forgetting } from "./keystore";

// What is to be taken off the device and perhaps could not be: noted before it is tried, and until it is done. In local
// storage, since it is IndexedDB that fails then, if any does. Member and word say nothing that the browser does not know.

/** Notes that it is to be taken off. Where local storage is blocked, it is tried this once only. */
export function noteForgetting(userId: number, what: Forgetting): void {
  try {
    localStorage.setItem(noteName(userId), what);
  } catch {
    // the caller tells of a failure anyway
  }
}

/** What is still to be taken off, or null. */
export function notedForgetting(userId: number): Forgetting | null {
  try {
    const what = localStorage.getItem(noteName(userId));
    return what === "keys" || what === "everything" ? what : null;
  } catch {
    return null;
  }
}

/** It is done, or the member has unlocked again. */
export function dropNote(userId: number): void {
  try {
    localStorage.removeItem(noteName(userId));
  } catch {
    // then there is none
  }
}

function noteName(userId: number): string {
  return `encrypted-messages-forget-${userId}`;
}
