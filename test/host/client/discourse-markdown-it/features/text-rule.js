// Replaces matches inside text tokens, outside links and code: mentions, hashtags, emoji.

/**
 * @param {import("markdown-it")} md
 * @param {string} name of the rule
 * @param {RegExp} pattern with the flag g
 * @param {(match: RegExpExecArray, Token: Function) => object[]|null} tokensFor null leaves the text as it is
 */
export function replaceInText(md, name, pattern, tokensFor) {
  md.core.ruler.push(name, (state) => {
    for (const block of state.tokens) {
      if (block.type === "inline") {
        block.children = replaced(block.children, state.Token);
      }
    }
  });

  function replaced(children, Token) {
    let linkDepth = 0;
    return children.flatMap((token) => {
      if (token.type === "link_open") {
        linkDepth++;
      } else if (token.type === "link_close") {
        linkDepth--;
      }
      return token.type === "text" && linkDepth === 0
        ? split(token, Token)
        : [token];
    });
  }

  function split(token, Token) {
    const result = [];
    let from = 0;
    for (const match of token.content.matchAll(pattern)) {
      const tokens = tokensFor(match, Token);
      if (tokens) {
        result.push(
          text(Token, token.content.slice(from, match.index)),
          ...tokens
        );
        from = match.index + match[0].length;
      }
    }
    return from === 0
      ? [token]
      : [...result, text(Token, token.content.slice(from))];
  }
}

export function text(Token, content) {
  const token = new Token("text", "", 0);
  token.content = content;
  return token;
}

/** @returns {object[]} an element with a class around a text */
export function element(Token, tag, className, content) {
  const open = new Token(`${tag}_open`, tag, 1);
  open.attrs = [["class", className]];
  return [open, text(Token, content), new Token(`${tag}_close`, tag, -1)];
}
