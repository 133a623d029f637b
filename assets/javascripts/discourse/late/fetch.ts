/**
 * The two parts of the plugin that pages fetch by need, in files of their own. Core's build makes a file of whatever is
 * imported like this (about.json), and only here is anything.
 */
import type * as everything from "./everything";
import type * as recall from "./recall";

export type Everything = typeof everything;
export type Recall = typeof recall;

/** All that opens, writes and says anything of encrypted messages. */
export function fetchEverything(): Promise<Everything> {
  return import("./everything");
}

/** What tells which topics this device knows as encrypted. */
export function fetchRecall(): Promise<Recall> {
  return import("./recall");
}
