/**
 * What core's Markdown can do only with the site reading along. In an
 * encrypted message it stays text; whoever writes it is told so.
 */
export type Unsupported = "uploads" | "polls";

const PATTERNS: Record<Unsupported, RegExp> = {
  uploads: /\]\(upload:\/\//,
  polls: /^[ \t]*\[poll[\s\]]/im,
};

/** Code, fenced or between backticks, where all of it is only shown. */
const CODE = /^[ \t]*(`{3,}|~{3,})[^]*?(?:^[ \t]*\1|$(?![^]))|(`+)[^]*?\2/gm;

/** @returns the kinds that `body` (Markdown) holds */
export function unsupportedIn(body: string): Unsupported[] {
  const text = body.replace(CODE, "");
  return (Object.keys(PATTERNS) as Unsupported[]).filter((kind) =>
    PATTERNS[kind].test(text)
  );
}
