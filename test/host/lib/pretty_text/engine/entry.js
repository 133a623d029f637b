// What the server calls: one global function around the client's Markdown engine.
import DiscourseMarkdownIt from "../../../client/discourse-markdown-it/index.js";

globalThis.__cook = (raw, options) =>
  DiscourseMarkdownIt.withDefaultFeatures()
    .withOptions({ ...options, getURL: (url) => url })
    .cook(raw);
