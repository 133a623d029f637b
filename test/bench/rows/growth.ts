import type { Row } from "../row";
import { knownTitles, newTitles, remembered } from "./reading";
import { conversation } from "./writing";

const POST = 2048; // bytes

/** Ten times the work of other rows, or the same work where the device remembers much. */
export const GROWTH: Row[] = [
  {
    name: "1,000 titles, known here",
    rounds: 5,
    prepare: () => knownTitles(1000),
    growth: { of: "100 titles, known here", by: 10 },
  },
  {
    name: "1,000 titles, new here",
    rounds: 5,
    prepare: () => newTitles(1000),
    growth: { of: "100 titles, new here", by: 10 },
  },
  {
    name: "100 titles, known here, beside 2,000",
    rounds: 5,
    prepare: () => knownTitles(100, 2000),
    growth: { of: "100 titles, known here", by: 1 },
  },
  {
    name: "10,000 posts, remembered, new here",
    rounds: 5,
    prepare: () => remembered(10_000, POST, false),
    growth: { of: "1,000 posts, remembered, new here", by: 10 },
  },
  {
    name: "10,000 posts, remembered, known here",
    rounds: 5,
    prepare: () => remembered(10_000, POST, true),
    growth: { of: "1,000 posts, remembered, known here", by: 10 },
  },
  {
    name: "20 posts, remembered, known here, beside 10,000",
    rounds: 20,
    prepare: () => remembered(20, POST, true, 10_000),
    growth: { of: "20 posts, remembered, known here", by: 1 },
  },
  {
    name: "a conversation of 200",
    rounds: 20,
    prepare: () => conversation(200),
    growth: { of: "a conversation of 20", by: 10 },
  },
];
