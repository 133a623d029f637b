import {
  type Keystore,
  openKeystore,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/keystore";
import {
  openStorage,
  type Storage,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/storage";

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
