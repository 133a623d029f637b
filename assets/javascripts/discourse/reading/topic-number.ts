import { ensure } from "../lib/index";
import type { Topic } from "../types/core";

/**
 * The number that this device knows `topic` by. A site could give it as text, which would be another one to what was
 * remembered.
 *
 * @throws ProtocolError "malformed"
 */
export function numberOf({ id }: Topic): number {
  const number = Number(id);
  ensure(Number.isSafeInteger(number), "malformed");
  return number;
}
