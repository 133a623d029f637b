import { replaceInText, text } from "./text-rule.js";

// Each of the site's is a pattern whose first group is the word.
const matchers = (words) =>
  Object.entries(words ?? {}).map(
    ([source, { case_sensitive, replacement }]) => ({
      pattern: new RegExp(source, case_sensitive ? "gu" : "gui"),
      replacement,
    })
  );

/** The site's watched words: for some stand others, some become links, some are blacked out. */
export default function watchedWords(md) {
  const { watchedWordsReplace, watchedWordsLink, censoredRegexp } =
    md.options.discourse;

  const rule = (name, { pattern, replacement }, tokensFor) =>
    replaceInText(md, name, pattern, (match, Token) => [
      text(Token, match[0].slice(0, match[0].indexOf(match[1]))),
      ...tokensFor(Token, match[1], replacement),
    ]);

  matchers(watchedWordsReplace).forEach((matcher) =>
    rule("watched-words", matcher, (Token, word, replacement) => [
      text(Token, replacement),
    ])
  );
  matchers(watchedWordsLink).forEach((matcher) =>
    rule("watched-words", matcher, (Token, word, replacement) => {
      const open = new Token("link_open", "a", 1);
      open.attrs = [["href", replacement]];
      return [open, text(Token, word), new Token("link_close", "a", -1)];
    })
  );
  (censoredRegexp ?? [])
    .flatMap(matchers)
    .forEach((matcher) =>
      rule("censored", matcher, (Token, word) => [
        text(Token, "\u25a0".repeat(word.length)),
      ])
    );
}
