import sinon from "sinon";

/**
 * Has the browser stretch a secret once for each salt and number of rounds, instead of each time it is asked to, which
 * takes a tenth of a second. For tests that open one backup over and over and change what is not the secret. The key is
 * the browser's own either way.
 */
export function stretchOnce(hooks: NestedHooks): void {
  hooks.beforeEach(() => {
    const secrets = new WeakMap<CryptoKey, string>();
    const stretched = new Map<string, Promise<CryptoKey>>();
    const { subtle } = crypto;
    const importKey = subtle.importKey.bind(subtle) as (
      ...args: unknown[]
    ) => Promise<CryptoKey>;
    const deriveKey = subtle.deriveKey.bind(subtle);

    sinon
      .stub(subtle, "importKey")
      .callsFake(async (...args: unknown[]): Promise<CryptoKey> => {
        const key = await importKey(...args);
        if (key.algorithm.name === "PBKDF2") {
          secrets.set(key, String(args[1]));
        }
        return key;
      });
    sinon
      .stub(subtle, "deriveKey")
      .callsFake((algorithm, key, ...as): Promise<CryptoKey> => {
        const secret = secrets.get(key);
        if (secret === undefined) {
          return deriveKey(algorithm, key, ...as);
        }
        const { salt, iterations } = algorithm as Pbkdf2Params;
        const name = `${secret}; ${String(salt)}; ${iterations}`;
        if (!stretched.has(name)) {
          stretched.set(name, deriveKey(algorithm, key, ...as));
        }
        return stretched.get(name)!;
      });
  });
  hooks.afterEach(() => sinon.restore());
}
