import sinon from "sinon";
import type { Needs } from "../types/acceptance";

let pair: Promise<CryptoKeyPair> | undefined;

/**
 * Gives all who make RSA keys the same pair, which the browser makes for the first: that takes up to a second. For tests
 * of what becomes of new keys, not of how they are made.
 */
export function makeRsaKeysOnce(hooks: Needs["hooks"]): void {
  hooks.beforeEach(() => {
    const { subtle } = crypto;
    const generateKey = subtle.generateKey.bind(subtle) as (
      ...args: unknown[]
    ) => Promise<CryptoKeyPair>;
    sinon
      .stub(subtle, "generateKey")
      .callsFake((...args: unknown[]): Promise<CryptoKeyPair> => {
        const { name } = args[0] as Algorithm;
        return name === "RSA-OAEP"
          ? (pair ??= generateKey(...args))
          : generateKey(...args);
      });
  });
  hooks.afterEach(() => sinon.restore());
}
