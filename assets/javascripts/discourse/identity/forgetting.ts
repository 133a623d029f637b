/** Taking keys off this device, and trying again with the next page where the browser did not let it. */
import {
  dropNote,
  type Forgetting,
  joinTabs,
  type Keystore,
  keystoreOwners,
  notedForgetting,
  noteForgetting,
  openKeystore,
} from "../lib/index";

/** @throws where keys may still be there; they are then not used any more, and it is tried again */
export async function takeOff(
  keystore: Keystore,
  what: Forgetting
): Promise<void> {
  const isAllNoted = notedForgetting(keystore.userId) === "everything";
  const due = isAllNoted ? "everything" : what;
  noteForgetting(keystore.userId, due);
  await keystore.forget(due);
  dropNote(keystore.userId);
}

/** What an earlier attempt has left behind. @throws as `takeOff` */
export async function takeOffLeftovers(keystore: Keystore): Promise<void> {
  const what = notedForgetting(keystore.userId);
  if (what) {
    await takeOff(keystore, what);
  }
}

/**
 * The keys of everybody but who is logged in: their session has ended, wherever and however that was. What tells rolled
 * back messages stays, for it is the site that says who is logged in.
 *
 * @param userId who is logged in, or null
 * @throws as `takeOff`, after trying with all of them
 */
export async function takeOffOthers(userId: number | null): Promise<void> {
  const others = (await keystoreOwners()).filter((id) => id !== userId);
  const attempts = await Promise.allSettled(
    others.map(async (id) => {
      await takeOff(openKeystore(id), "keys");
      const tabs = joinTabs(id, () => {});
      tabs.tell("ended");
      tabs.close();
    })
  );
  const failed = attempts.find(({ status }) => status === "rejected");
  if (failed) {
    throw (failed as PromiseRejectedResult).reason;
  }
}
