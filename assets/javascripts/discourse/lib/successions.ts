import { type Bytes, equal } from "./bytes";
import { type CardHistory, isVouchedSuccessor } from "./card";

// docs/protocol.md §10: of whom this device has seen vouched successors, and of which keys. Keys vouch for one successor:
// whose keys were stolen may be given a false one beside the true, and no device can tell which is which.

/** Keys, and such that they have vouched for: fingerprints. */
export interface Succession {
  from: Bytes;
  to: Bytes;
}

/** What is kept of one pair of keys: two contradict each other already. */
const MOST_SUCCESSORS = 2;

/** What is kept of one member. */
export const MOST_SUCCESSIONS = 128;

/** What was seen of a member before, with what their cards tell by now; the same where they tell nothing new. */
export function withSuccessions(
  seen: readonly Succession[],
  history: CardHistory
): readonly Succession[] {
  const all = [...seen];
  history.slice(1).forEach((earlier, at) => {
    const [from, to] = [earlier.fingerprint, history[at]!.fingerprint];
    const known = all.filter((each) => equal(each.from, from));
    if (
      isVouchedSuccessor(history, from, to) &&
      known.length < MOST_SUCCESSORS &&
      all.length < MOST_SUCCESSIONS &&
      !known.some((each) => equal(each.to, to))
    ) {
      all.push({ from, to });
    }
  });
  return all.length > seen.length ? all : seen;
}

/** Whether two keys were seen that the same ones have vouched for. */
export function contradict(successions: readonly Succession[]): boolean {
  return successions.some(({ from, to }) =>
    successions.some((other) => equal(other.from, from) && !equal(other.to, to))
  );
}
