import { type Bytes } from "../bytes/bytes";

/**
 * A source of random bytes. Functions that seal take one as their last parameter, which production code leaves out:
 * only the test vectors are made with another, one that gives each of its bytes once.
 */
export type Random = (length: number) => Bytes;

/** `length` bytes of the browser's cryptographic random generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
