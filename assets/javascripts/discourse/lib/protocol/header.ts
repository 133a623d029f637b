import { equal } from "../bytes/bytes";
import { ensure, type Reason } from "../errors";
import { type CborValue, decodeCbor, encodeCbor } from "./cbor";
import { asMap } from "./fields";
import { Label, SUITE } from "./suite";

/** A COSE protected header: label → value. */
export type Header = Map<number, CborValue>;

// In the order in which they are checked.
const REASONS = new Map<number, Reason>([
  [Label.suite, "unknown-suite"],
  [Label.kind, "wrong-kind"],
  [Label.alg, "malformed"],
  [Label.userId, "wrong-user"],
  [Label.fingerprint, "wrong-fingerprint"],
  [Label.conversationId, "wrong-conversation"],
  [Label.epoch, "wrong-epoch"],
  [Label.messageId, "wrong-message"],
  [Label.revision, "wrong-revision"],
]);

/** A header of this suite with the given algorithm, kind and further parameters. */
export function makeHeader(
  alg: number,
  kind: number,
  ...others: [label: number, value: CborValue][]
): Header {
  return new Map<number, CborValue>([
    [Label.alg, alg],
    [Label.suite, SUITE],
    [Label.kind, kind],
    ...others,
  ]);
}

/**
 * Decodes a protected header that must hold every parameter of `expected` with the same value, and beside these
 * exactly the `unknown` labels, whose values the caller checks (docs/protocol.md §5.4).
 */
export function readHeader(
  encoded: Uint8Array,
  expected: Header,
  unknown: readonly number[] = []
): Header {
  const header = decodeCbor(encoded);
  ensure(header instanceof Map, "malformed");
  // Suite and kind first: where they differ, other parameters are to be expected.
  for (const label of [Label.suite, Label.kind]) {
    if (expected.has(label) && header.has(label)) {
      expectSame(header, expected, label);
    }
  }
  asMap(header, [...expected.keys(), ...unknown]);
  for (const label of REASONS.keys()) {
    if (expected.has(label)) {
      expectSame(header, expected, label);
    }
  }
  return header;
}

function expectSame(header: Header, expected: Header, label: number): void {
  ensure(
    equal(encodeCbor(header.get(label)!), encodeCbor(expected.get(label)!)),
    REASONS.get(label)!
  );
}
