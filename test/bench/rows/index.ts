import type { Row } from "../row";
import { GROWTH } from "./growth";
import { KEYS } from "./keys";
import { READING } from "./reading";
import { WRITING } from "./writing";

export { sizes } from "./writing";
export const ROWS: Row[] = [...READING, ...WRITING, ...KEYS, ...GROWTH];
