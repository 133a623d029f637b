/* eslint-disable no-bitwise -- whole numbers of 32 bits, with sign */

/** @returns {number} the same for the same text, and seldom for another */
export function hashString(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  }
  return sum;
}
