/**
 * Whether this browser keeps anything of encrypted messages: its database has the member's number in its name, and what is
 * still to be taken off is noted in local storage. What is in it only the heart reads.
 */
const DATABASE = /^encrypted-messages-(\d+)$/;
const NOTE = "encrypted-messages-forget-";

/** As long as the heart waits for it: a browser may never answer. */
const SILENT_AFTER_MS = 5_000;

export interface Kept {
  /** something of this member's */
  isOwn: boolean;
  /** something that may have to be taken off */
  isLeft: boolean;
}

/** Where the browser does not tell, there may be both. */
export async function keptFor(userId: number | null): Promise<Kept> {
  let timer: ReturnType<typeof setTimeout>;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, SILENT_AFTER_MS);
  });
  try {
    const databases = await Promise.race([indexedDB.databases(), silence]);
    const owners = databases.flatMap(({ name = "" }) => {
      const [, owner] = DATABASE.exec(name) ?? [];
      return owner ? [Number(owner)] : [];
    });
    return {
      isOwn: owners.some((owner) => owner === userId),
      isLeft:
        owners.some((owner) => owner !== userId) ||
        Object.keys(localStorage).some((key) => key.startsWith(NOTE)),
    };
  } catch {
    return { isOwn: userId !== null, isLeft: true };
  } finally {
    clearTimeout(timer!);
  }
}
