/**
 * Colours the code blocks in `element`; the highlighter is loaded when needed. (Core loads it from
 * where `session` says, and without a class only where `siteSettings` says so.)
 */
export default async function highlightSyntax(element, siteSettings, session) {
  if (!siteSettings || !session) {
    throw new TypeError("core needs the site's settings and the session");
  }
  const blocks = [...element.querySelectorAll("pre code")].filter(
    (code) => !code.matches(".lang-nohighlight, .hljs")
  );
  if (!blocks.length) {
    return;
  }

  const { default: hljs } = await import("highlight.js/lib/common");
  for (const code of blocks) {
    // Cooked HTML says "lang-ruby" where the highlighter reads "language-ruby".
    const language = code.className.match(/lang(?:uage)?-(\w+)/)?.[1];
    if (language && language !== "auto" && hljs.getLanguage(language)) {
      code.classList.add(`language-${language}`);
    }
    hljs.highlightElement(code);
  }
}
