/** What the device keeps, as far as pages have to know it that show nothing encrypted. Fetched by need (`fetch.ts`). */
import { openKeystore } from "../lib/index";

export { takeOffOthers } from "../identity/forgetting";
export { notedForgetting } from "../lib/index";

/** The numbers of the topics that this device knows as encrypted, whatever the site says of them. */
export async function knownTopics(userId: number): Promise<number[]> {
  return [...(await openKeystore(userId).knownTopics()).keys()];
}
