const PLAIN = ["text", "pre", "plain"];

/** Fences: the language in core's classes, highlighted later in the browser. */
export default function code(md) {
  const { siteSettings } = md.options.discourse;

  md.renderer.rules.fence = (tokens, index) => {
    const { content, info } = tokens[index];
    const [given = ""] = info.trim().split(/\s+/);
    const language =
      (/^[\w+#-]*$/.test(given) && given) ||
      siteSettings.default_code_lang ||
      "auto";
    const name = PLAIN.includes(language) ? "plaintext" : language;
    const wrap =
      name === "auto" || name === "plaintext"
        ? ""
        : ` data-code-wrap="${md.utils.escapeHtml(language)}"`;
    return `<pre${wrap}><code class="lang-${md.utils.escapeHtml(name)}">${md.utils.escapeHtml(content)}</code></pre>\n`;
  };
}
