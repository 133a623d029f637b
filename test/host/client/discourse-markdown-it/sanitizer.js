// The allow-list: tags and attributes that may come out of the engine. Everything else is text or gone.
import xss from "xss";

const { FilterXSS, escapeAttrValue } = xss;

const ANY = ["id", "title", "lang", "dir"];
const TAGS = {
  a: ["href", "name", "class", "target", "rel", "data-orig-href", "data-*"],
  abbr: [],
  aside: ["class", "data-*"],
  audio: ["controls", "preload"],
  b: [],
  big: [],
  blockquote: ["cite", "class"],
  br: [],
  center: [],
  cite: [],
  code: ["class"],
  dd: [],
  del: ["cite"],
  details: ["open"],
  div: ["class", "align", "data-*"],
  dl: [],
  dt: [],
  em: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  hr: [],
  i: [],
  img: ["src", "alt", "width", "height", "class", "loading", "data-*"],
  ins: ["cite"],
  kbd: [],
  li: [],
  mark: [],
  ol: ["start", "reversed"],
  p: ["lang"],
  pre: ["class", "data-*"],
  q: ["cite"],
  rp: [],
  rt: [],
  ruby: [],
  s: [],
  small: [],
  source: ["src"],
  span: ["class", "data-*"],
  strike: [],
  strong: [],
  sub: [],
  summary: [],
  sup: [],
  table: [],
  tbody: [],
  td: ["style", "colspan", "rowspan"],
  th: ["style", "colspan", "rowspan"],
  thead: [],
  tr: [],
  ul: [],
};

// Classes that the features write. A member's own HTML gets no others, as in core.
const CLASSES =
  /^(quote( no-group| group-[\w-]+)?|title|quote-controls|avatar|emoji( only-emoji)?|mention|hashtag-raw|onebox|inline-onebox(-loading)?|attachment|spoiler|spoiled|discourse-local-date|md-table|lang-[\w+#.-]+|no-track-link|anchor)$/;
const SAFE_SCHEME = /^(https?:|mailto:|upload:|tel:|\/|#)/i;
const TEXT_ALIGN = /^text-align:\s*(left|right|center)$/;

const filter = new FilterXSS({
  whiteList: {},
  stripIgnoreTagBody: ["script", "style"],
  onIgnoreTag(tag, html, { isClosing }) {
    if (!(tag in TAGS)) {
      return undefined;
    }
    if (isClosing) {
      return `</${tag}>`;
    }
    const attributes = attributesOf(tag, html);
    return `<${tag}${attributes.map((text) => ` ${text}`).join("")}>`;
  },
});

/** @returns {string} HTML with nothing in it but what is allowed */
export function sanitizeHTML(html) {
  return filter.process(html);
}

function attributesOf(tag, html) {
  const kept = [];
  const source = html.slice(1 + tag.length, -1);
  xss.parseAttr(source, (name, value) => {
    if (allowed(tag, name, value)) {
      kept.push(value ? `${name}="${escapeAttrValue(value)}"` : name);
    }
    return "";
  });
  return kept;
}

function allowed(tag, name, value) {
  const names = [...ANY, ...TAGS[tag]];
  const listed =
    names.includes(name) ||
    (names.includes("data-*") && /^data-[\w-]+$/.test(name));
  if (!listed) {
    return false;
  }
  if (name === "class") {
    return CLASSES.test(value);
  }
  if (name === "href" || name === "src" || name === "cite") {
    return SAFE_SCHEME.test(value.trim());
  }
  if (name === "style") {
    return TEXT_ALIGN.test(value.replace(/;$/, ""));
  }
  if (name === "id") {
    return /^(heading|footnote|p)-/.test(value);
  }
  return true;
}
