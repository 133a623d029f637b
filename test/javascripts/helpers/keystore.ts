import sinon from "sinon";
import {
  type Keystore,
  openKeystore,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  openStorage,
  type Storage,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/storage";

/** Jane's user id, as in the vectors. */
export const JANE = 11;

/** Jane's keystore, empty before and after each test. */
export function useKeystore(hooks: NestedHooks): Keystore {
  const keystore = openKeystore(JANE);
  hooks.beforeEach(() => keystore.clear());
  hooks.afterEach(() => keystore.clear());
  return keystore;
}

/** Her values as another part of the browser would see and damage them. */
export function storedValues(): Storage {
  return openStorage(`encrypted-messages-${JANE}`);
}

/** All that is in her database. */
export async function everythingKept(): Promise<unknown[]> {
  const kept: unknown[] = [];
  await storedValues().sweep((_name, value) => {
    kept.push(value);
    return value;
  });
  return kept;
}

/** All keys in a value, however deep. */
export function keysIn(value: unknown): CryptoKey[] {
  if (value instanceof CryptoKey) {
    return [value];
  }
  return value !== null && typeof value === "object"
    ? Object.values(value).flatMap(keysIn)
    : [];
}

/** As where the browser lets nothing be taken out of its storage. Ends with the test. */
export function blockRemoval(): void {
  for (const method of ["delete", "clear"] as const) {
    sinon
      .stub(IDBObjectStore.prototype, method)
      .throws(new DOMException("blocked", "UnknownError"));
  }
}
