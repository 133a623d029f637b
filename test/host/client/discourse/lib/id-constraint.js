/** A path segment that is a number. */
export const ID_CONSTRAINT = /^\d+$/;
