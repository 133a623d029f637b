// [tag=value name="value"] … [/tag]: what quotes, spoilers and dates are made of.

const TAG =
  /^\[(\/?)([a-z]\w*)((?:=(?:"[^"]*"|[^\]\s]+))?)((?:\s+\w+=(?:"[^"]*"|[^\]\s]+))*)\s*\]/i;

/** @returns {{ closing: boolean, tag: string, attrs: object, length: number }|null} `_default` is what follows the "=" */
export function parseTag(source) {
  const match = TAG.exec(source);
  if (!match) {
    return null;
  }
  const [text, slash, tag, value, rest] = match;
  const attrs = {};
  if (value) {
    attrs._default = unquote(value.slice(1));
  }
  for (const [, name, quoted] of rest.matchAll(/(\w+)=("[^"]*"|[^\]\s]+)/g)) {
    attrs[name] = unquote(quoted);
  }
  return {
    closing: slash === "/",
    tag: tag.toLowerCase(),
    attrs,
    length: text.length,
  };
}

/** @returns {string} an attribute's value without its quotes */
function unquote(value) {
  return value.startsWith('"') ? value.slice(1, -1) : value;
}

/** Blocks: the opening and the closing tag each on a line of their own. */
export default function bbcode(md) {
  md.bbcodeBlocks = new Map();
  md.bbcodeInlines = new Map();

  md.block.ruler.before("fence", "bbcode", block, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  md.inline.ruler.before("link", "bbcode", inline);
}

function block(state, startLine, endLine, silent) {
  const line = lineAt(state, startLine);
  const open = parseTag(line);
  const rule = open && !open.closing && state.md.bbcodeBlocks.get(open.tag);
  if (!rule || line.slice(open.length).trim() !== "") {
    return false;
  }
  const closeLine = findClose(state, startLine, endLine, open.tag);
  if (closeLine === undefined) {
    return false;
  }
  if (!silent) {
    rule.before(state, open.attrs);
    const { lineMax, parentType } = state;
    state.lineMax = closeLine;
    state.parentType = "bbcode";
    state.md.block.tokenize(state, startLine + 1, closeLine);
    state.lineMax = lineMax;
    state.parentType = parentType;
    rule.after(state);
    state.line = closeLine + 1;
  }
  return true;
}

function findClose(state, startLine, endLine, tag) {
  let depth = 1;
  for (let number = startLine + 1; number < endLine; number++) {
    const found = parseTag(lineAt(state, number));
    if (found?.tag === tag) {
      depth += found.closing ? -1 : 1;
      if (depth === 0) {
        return number;
      }
    }
  }
}

function lineAt(state, number) {
  const from = state.bMarks[number] + state.tShift[number];
  return state.src.slice(from, state.eMarks[number]);
}

function inline(state, silent) {
  if (state.src[state.pos] !== "[") {
    return false;
  }
  const open = parseTag(state.src.slice(state.pos));
  const rule = open && !open.closing && state.md.bbcodeInlines.get(open.tag);
  if (!rule) {
    return false;
  }
  const from = state.pos + open.length;
  const close = rule.empty ? from : state.src.indexOf(`[/${open.tag}]`, from);
  if (close < 0 || close > state.posMax) {
    return false;
  }
  if (!silent) {
    rule.render(state, open.attrs, () => {
      const { posMax } = state;
      state.pos = from;
      state.posMax = close;
      state.md.inline.tokenize(state);
      state.posMax = posMax;
    });
  }
  state.pos = rule.empty ? from : close + open.tag.length + 3;
  return true;
}
