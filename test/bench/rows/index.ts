import type { Row } from "../row";
import { BAGS } from "./bags";
import { GROWTH } from "./growth";
import { KEYS } from "./keys";
import { READING } from "./reading";
import { WRITING } from "./writing";

export { sizes } from "./writing";
export const ROWS: Row[] = [
  ...READING,
  ...BAGS,
  ...WRITING,
  ...KEYS,
  ...GROWTH,
];
