/** A bare address: alone on a line it asks for a onebox, within a line for the page's title. */
export default function onebox(md) {
  md.core.ruler.after("linkify", "onebox", (state) => {
    state.tokens.forEach((block, index) => {
      if (block.type === "inline") {
        const previous = state.tokens[index - 1];
        const topLevel =
          previous?.type === "paragraph_open" && previous.level === 0;
        mark(block.children, topLevel);
      }
    });
  });
}

function mark(children, topLevel) {
  children.forEach((token, index) => {
    if (token.type !== "link_open" || token.info !== "auto") {
      return;
    }
    const href = token.attrGet("href");
    if (token.markup !== "linkify" || !/^(https?:)?\/\//i.test(href)) {
      return;
    }
    if (topLevel && aloneOnLine(children, index)) {
      token.attrs.push(["class", "onebox"], ["target", "_blank"]);
    } else if (/^(https?:)?\/\/[^/?#]+\/[^?#]/i.test(href)) {
      // It has a path. (There is no `URL` in mini_racer.)
      token.attrs.push(["class", "inline-onebox-loading"]);
    }
  });
}

function aloneOnLine(children, index) {
  const isBreak = (token) =>
    !token || token.tag === "br" || token.type === "softbreak";
  return isBreak(children[index - 1]) && isBreak(children[index + 3]);
}
