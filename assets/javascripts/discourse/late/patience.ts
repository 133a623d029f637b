import { cancel, later } from "@ember/runloop";

/** Milliseconds that a page may wait for its titles; they follow when it cannot. */
export const PATIENCE = 1000;

/** Waits until `work` is done, but no longer than that. */
export async function atMost(
  work: Promise<unknown>,
  milliseconds: number
): Promise<void> {
  let timer;
  const patience = new Promise<void>((resolve) => {
    timer = later(() => resolve(), milliseconds);
  });
  await Promise.race([work, patience]);
  cancel(timer);
}
