import { LIES_ABOUT_MESSAGES } from "./lies-about-messages";
import { LIES_ABOUT_OWN } from "./lies-about-own";
import { LIES_ABOUT_PEOPLE } from "./lies-about-people";
import { LIES_BY_ACCOMPLICES } from "./lies-by-accomplices";

/** All that is told, one in a run. */
export const LIES = [
  ...LIES_ABOUT_MESSAGES,
  ...LIES_ABOUT_OWN,
  ...LIES_ABOUT_PEOPLE,
  ...LIES_BY_ACCOMPLICES,
];
