import { type Bytes } from "./bytes";
import { type Pair } from "./card";
import { purpose } from "./cbor";
import { ensure } from "./errors";
import { SUITE } from "./suite";
import { sha512 } from "./webcrypto";

// docs/protocol.md §6.4: what two members read to each other, to know that each has the other's keys and nobody else's.
//
// It is of both their keys at once, so that there is one number to compare instead of two, and of their ids, so that
// nobody's keys under another account give the same. Digits, since these are read out in every language. 60 of them are
// about 199 bits: whoever wants to be taken for one of the two, for a number that either of them will compare, has to
// find keys that give just this one.

const GROUPS = 12;
const BYTES_IN_GROUP = 5;
const DIGITS_IN_GROUP = 5;

/**
 * The number of two members, the same to both: twelve groups of five digits.
 *
 * @throws ProtocolError "wrong-user" where both are the same member, with whom there is nothing to compare
 */
export async function safetyNumber(one: Pair, other: Pair): Promise<string[]> {
  ensure(one.userId !== other.userId, "wrong-user");
  const [lower, higher] =
    one.userId < other.userId ? [one, other] : [other, one];
  const hash = await sha512(
    purpose(
      SUITE,
      "safety number",
      lower.userId,
      lower.fingerprint,
      higher.userId,
      higher.fingerprint
    )
  );
  return Array.from({ length: GROUPS }, (_, at) =>
    digits(hash.subarray(at * BYTES_IN_GROUP, (at + 1) * BYTES_IN_GROUP))
  );
}

/** Of 40 bits the last five decimal digits: that some groups are a ten-millionth likelier than others helps nobody. */
function digits(bytes: Bytes): string {
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 10 ** DIGITS_IN_GROUP).padStart(DIGITS_IN_GROUP, "0");
}
