/** Why an object was refused: docs/protocol.md §11. For the details view only, never sent to a server. */
export type Reason =
  | "malformed"
  | "newer"
  | "too-large"
  | "too-long-here"
  | "wrong-kind"
  | "wrong-user"
  | "wrong-conversation"
  | "wrong-epoch"
  | "wrong-message"
  | "wrong-revision"
  | "wrong-author"
  | "wrong-fingerprint"
  | "wrong-entry"
  | "wrong-participant"
  | "unknown-entry"
  | "earlier-keys"
  | "wrong-commitment"
  | "wrong-secret"
  | "rounds-out-of-range"
  | "unusable-secret"
  | "no-key"
  | "not-decrypted"
  | "bad-padding"
  | "bad-signature"
  | "key-conflict"
  | "moved"
  | "replaced"
  | "forked";

/**
 * The one error for everything that does not verify. Its message is the same for every cause, so that logging or
 * showing it cannot serve as an oracle.
 */
export class ProtocolError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super("This could not be verified.");
    this.name = "ProtocolError";
    this.reason = reason;
  }
}

/** Throws a {@link ProtocolError} with `reason` unless `condition` holds. */
export function ensure(condition: boolean, reason: Reason): asserts condition {
  if (!condition) {
    throw new ProtocolError(reason);
  }
}

/** {@link orRefuse} of a step that has ended when it returns. */
export function orRefuseAtOnce<T>(reason: Reason, step: () => T): T {
  try {
    return step();
  } catch {
    throw new ProtocolError(reason);
  }
}

/** Runs `step` and turns whatever it throws, of whatever origin, into a {@link ProtocolError} with `reason`. */
export async function orRefuse<T>(
  reason: Reason,
  step: () => T | Promise<T>
): Promise<T> {
  try {
    return await step();
  } catch {
    throw new ProtocolError(reason);
  }
}
