import { tracked } from "@glimmer/tracking";
import toMarkdown from "discourse/lib/to-markdown";

/** What is selected in which post: the topic controller's `quoteState`. */
export default class QuoteState {
  @tracked postId = null;
  @tracked buffer = "";
  opts = null;

  #selectedHtml = null;
  #cookedHtml = null;

  /**
   * @param {number} postId
   * @param {string} plainText the selection as text
   * @param {object} opts for `buildQuote`
   * @param {string} selectedHtml the selection as HTML
   * @param {string} cookedHtml the whole post it lies in
   */
  selected(postId, plainText, opts, selectedHtml, cookedHtml) {
    this.postId = postId;
    this.buffer = plainText;
    this.opts = opts;
    this.#selectedHtml = selectedHtml;
    this.#cookedHtml = cookedHtml;
  }

  /** The selection as Markdown; `opts.full` says that it is the whole post. */
  async markdown() {
    if (!this.#selectedHtml) {
      return { markdown: this.buffer, opts: this.opts };
    }
    const markdown = await toMarkdown(this.#selectedHtml);
    const full = markdown === (await toMarkdown(this.#cookedHtml));
    return { markdown, opts: { ...this.opts, full } };
  }

  clear() {
    this.selected(null, "", null, null, null);
  }
}
