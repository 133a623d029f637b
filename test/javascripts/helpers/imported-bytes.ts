/** What became of the bytes of which keys to derive others from are made meanwhile: of each the same buffer, as it is afterwards. */
export async function importedBytes(
  act: () => Promise<unknown>
): Promise<unknown[]> {
  const imported: unknown[] = [];
  const { importKey } = crypto.subtle;
  crypto.subtle.importKey = function (this: SubtleCrypto, ...args: unknown[]) {
    if (args[2] === "HKDF") {
      imported.push(args[1]);
    }
    return Reflect.apply(importKey, this, args);
  } as typeof importKey;
  try {
    await act();
  } finally {
    crypto.subtle.importKey = importKey;
  }
  return imported;
}
