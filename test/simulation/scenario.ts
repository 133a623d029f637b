import fc from "fast-check";

export const MAX_MEMBERS = 20;

/** What somebody does. Numbers choose among what there is when their turn comes. */
export const KINDS = [
  "start",
  "send",
  "edit",
  "read",
  "read again",
  "delete",
  "invite from the beginning",
  "invite from now on",
  "leave",
  "remove",
  "rotate",
  "reset",
  "second device",
] as const;

export type Kind = (typeof KINDS)[number];

export interface Action {
  kind: Kind;
  /** Whose device. */
  device: number;
  topic: number;
  /** Whom or what it is about. */
  target: number;
}

export interface Scenario {
  members: number;
  /** Of a hundred requests and answers. */
  lost: number;
  /** Which lie the site tells, by its number; none at −1. */
  lie: number;
  /** After how many groups of actions it begins, and whom it is told to. */
  liesFrom: number;
  victim: number;
  /** After how many groups an honest site's backup is made, and restored; never where it is not later. */
  backUp: number;
  setBack: number;
  /** Whose turn it is, what is lost, whose clock is how wrong. */
  dice: number;
  /** Those of a group are done at once. */
  groups: Action[][];
}

const WEIGHTS: Record<Kind, number> = {
  start: 1,
  send: 8,
  edit: 3,
  read: 5,
  "read again": 3,
  delete: 1,
  "invite from the beginning": 2,
  "invite from now on": 2,
  leave: 1,
  remove: 1,
  rotate: 1,
  reset: 1,
  "second device": 1,
};

const kind: fc.Arbitrary<Kind> = fc.oneof(
  ...KINDS.map((value) => ({
    weight: WEIGHTS[value],
    arbitrary: fc.constant(value),
  }))
);

const number = fc.nat({ max: 999 });

/**
 * @param lies numbers of those that are told
 * @param honest whether the site is honest in every other run
 */
export function scenarios(
  lies: readonly number[],
  honest: boolean
): fc.Arbitrary<Scenario> {
  const action = fc.record({
    kind,
    device: number,
    topic: number,
    target: number,
  });
  return fc.record({
    members: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 2, max: 6 }) },
      { weight: 2, arbitrary: fc.integer({ min: 7, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 13, max: MAX_MEMBERS }) }
    ),
    lost: fc.constantFrom(0, 0, 3, 10, 25),
    lie: fc.constantFrom(
      ...(honest || lies.length === 0
        ? Array<number>(lies.length || 1).fill(-1)
        : []),
      ...lies
    ),
    liesFrom: fc.nat({ max: 8 }),
    victim: number,
    backUp: fc.nat({ max: 4 }),
    setBack: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 10 }) }
    ),
    dice: fc.nat(),
    groups: fc.array(
      fc.array(action, { minLength: 1, maxLength: 6, size: "max" }),
      { minLength: 3, maxLength: 14, size: "max" }
    ),
  });
}
