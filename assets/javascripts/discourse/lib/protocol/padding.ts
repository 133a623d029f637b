import { type Bytes } from "../bytes/bytes";
import { ensure } from "../errors";

/** Messages shorter than this all look the same: "yes" as long as "no". */
export const MIN_PADDED_LENGTH = 512; // bytes

/**
 * The length to which `length` bytes are padded: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
 * and Communication with PURBs", 2019, §4), which adds at most 12 % and leaves O(log log length) bits of the length
 * visible; never less than {@link MIN_PADDED_LENGTH}.
 */
export function paddedLength(length: number): number {
  if (length <= MIN_PADDED_LENGTH) {
    return MIN_PADDED_LENGTH;
  }
  const exponent = floorLog2(length);
  const unit = 2 ** (exponent - (floorLog2(exponent) + 1));
  return Math.ceil(length / unit) * unit;
}

/** The content, a byte 0x80, and zeros (ISO/IEC 7816-4). */
export function pad(content: Uint8Array): Bytes {
  const padded = new Uint8Array(paddedLength(content.length + 1));
  padded.set(content);
  padded[content.length] = 0x80;
  return padded;
}

/** The content of {@link pad}, if it was padded to the very length that the content demands. */
export function unpad(padded: Uint8Array): Bytes {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) {
    end--;
  }
  ensure(
    padded[end] === 0x80 && padded.length === paddedLength(end + 1),
    "bad-padding"
  );
  return padded.slice(0, end) as Bytes;
}

function floorLog2(n: number): number {
  return 31 - Math.clz32(n);
}
