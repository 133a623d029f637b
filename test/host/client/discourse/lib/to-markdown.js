const LIST_INDENT = "  ";

/** How each inline element is written; others give their text alone. */
const INLINE = {
  A: (element, text) => {
    const href = element.getAttribute("href");
    const plain = !href || element.matches(".mention, .hashtag-cooked");
    return plain ? text : text === href ? href : `[${text}](${href})`;
  },
  B: (element, text) => `**${text}**`,
  BR: () => "\n",
  CODE: (element, text) => `\`${text}\``,
  DEL: (element, text) => `~~${text}~~`,
  EM: (element, text) => `*${text}*`,
  I: (element, text) => `*${text}*`,
  IMG: (element) =>
    element.classList.contains("emoji")
      ? element.title
      : `![${element.alt}](${element.getAttribute("src")})`,
  S: (element, text) => `~~${text}~~`,
  STRONG: (element, text) => `**${text}**`,
};

/** How each block is written, without the blank lines around it. */
const BLOCK = {
  ASIDE: (element) => quote(element),
  BLOCKQUOTE: (element) => prefixed("> ", children(element).trim()),
  H1: (element) => `# ${children(element).trim()}`,
  H2: (element) => `## ${children(element).trim()}`,
  H3: (element) => `### ${children(element).trim()}`,
  HR: () => "---",
  OL: (element) => list(element, (index) => `${index + 1}. `),
  P: (element) => children(element).trim(),
  PRE: (element) => code(element),
  UL: (element) => list(element, () => "* "),
};

/**
 * The Markdown that gives `html` (cooked, or a piece of it) when it is cooked:
 * what a quote of it holds. Core loads its own converter late, so this too
 * answers by a promise.
 */
export default async function toMarkdown(html) {
  const holder = new DOMParser().parseFromString(html || "", "text/html").body;
  return children(holder)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function children(element) {
  return [...element.childNodes].map(written).join("");
}

function written(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    return node.textContent;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return "";
  }
  if (BLOCK[node.tagName]) {
    return `\n\n${BLOCK[node.tagName](node)}\n\n`;
  }
  return INLINE[node.tagName]?.(node, children(node)) ?? children(node);
}

function prefixed(prefix, text) {
  return text
    .split("\n")
    .map((line) => prefix + line)
    .join("\n");
}

function list(element, marker) {
  return [...element.children]
    .map((item, index) => {
      const text = children(item).trim().replace(/\n+/g, `\n${LIST_INDENT}`);
      return marker(index) + text;
    })
    .join("\n");
}

function code(element) {
  const inner = element.querySelector("code") || element;
  const language = inner.className.match(/lang(?:uage)?-(\w+)/)?.[1] ?? "";
  return `\`\`\`${language}\n${inner.textContent.trimEnd()}\n\`\`\``;
}

function quote(element) {
  const { post, topic, username } = element.dataset;
  const inner = element.querySelector("blockquote") || element;
  const from = [username, post && `post:${post}`, topic && `topic:${topic}`];
  return `[quote="${from.filter(Boolean).join(", ")}"]\n${children(inner).trim()}\n[/quote]`;
}
