import { type Bytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes/bytes";
import { type Random } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/crypto/random";

/** Gives these byte strings, each once and in this order. */
export function drawing(...supply: Bytes[]): Random {
  return (length) => {
    const next = supply.shift();
    if (next?.length !== length) {
      throw new Error(`there are no ${length} bytes to draw`);
    }
    return next;
  };
}
