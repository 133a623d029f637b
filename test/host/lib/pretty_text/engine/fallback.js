// Plain markdown-it, until the client's engine is there.
import MarkdownIt from "markdown-it";

globalThis.__cook = (raw) => {
  const engine = new MarkdownIt({ linkify: true, typographer: true });
  return engine
    .render(raw)
    .replace(/(^|[\s>])@([\w.-]+\w)/g, '$1<span class="mention">@$2</span>');
};
