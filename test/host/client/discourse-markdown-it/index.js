// Core's package discourse-markdown-it: the one Markdown engine, for the browser and, in mini_racer, for the server.
// Nothing here may need a DOM or Ember.
import MarkdownIt from "markdown-it";
import bbcode from "./features/bbcode.js";
import code from "./features/code.js";
import emoji from "./features/emoji.js";
import hashtags from "./features/hashtags.js";
import image from "./features/image.js";
import localDates from "./features/local-dates.js";
import mentions from "./features/mentions.js";
import onebox from "./features/onebox.js";
import quote from "./features/quote.js";
import spoiler from "./features/spoiler.js";
import table from "./features/table.js";
import uploads from "./features/uploads.js";
import watchedWords from "./features/watched-words.js";
import { sanitizeHTML } from "./sanitizer.js";

const DEFAULT_FEATURES = [
  bbcode,
  quote,
  spoiler,
  localDates,
  code,
  image,
  table,
  emoji,
  mentions,
  hashtags,
  onebox,
  uploads,
  watchedWords,
];

export default class DiscourseMarkdownIt {
  static withDefaultFeatures() {
    return new this(DEFAULT_FEATURES);
  }

  #features;
  #options = {};
  #engine;

  constructor(features) {
    this.#features = features;
  }

  get options() {
    return this.#options;
  }

  get linkify() {
    return this.#markdownIt.linkify;
  }

  /**
   * @param {object} options siteSettings; getURL(path); and where the caller can tell: lookupAvatar(username),
   *   lookupAvatarByPostNumber(number, topicId), getTopicInfo(topicId), lookupUploadUrls(urls), formatUsername(name),
   *   topicId, disableEmojis, censoredRegexp, watchedWordsReplace, watchedWordsLink
   * @returns {this}
   */
  withOptions(options) {
    this.#options = {
      getURL: (url) => url,
      ...options,
      siteSettings: options.siteSettings ?? {},
    };
    this.#engine = null;
    return this;
  }

  /** @returns {string} sanitized HTML */
  cook(raw) {
    if (!raw || raw.length === 0) {
      return "";
    }
    return this.sanitize(this.#markdownIt.render(raw)).trim();
  }

  /** @returns {object[]} markdown-it's tokens */
  parse(markdown, env = {}) {
    return this.#markdownIt.parse(markdown, env);
  }

  sanitize(html) {
    return sanitizeHTML(html);
  }

  get #markdownIt() {
    this.#engine ??= this.#build();
    return this.#engine;
  }

  #build() {
    const { siteSettings } = this.#options;
    const engine = new MarkdownIt({
      html: true,
      breaks: !siteSettings.traditional_markdown_linebreaks,
      linkify: siteSettings.enable_markdown_linkify ?? true,
      typographer: siteSettings.enable_markdown_typographer ?? true,
      quotes: (
        siteSettings.markdown_typographer_quotation_marks ?? "“|”|‘|’"
      ).split("|"),
    });
    engine.options.discourse = this.#options;
    engine.linkify.set({ fuzzyEmail: false });
    engine.linkify.tlds(
      (
        siteSettings.markdown_linkify_tlds ??
        "com|net|org|io|onion|co|tv|ru|cn|us|uk|me|de|fr|fi|gov"
      ).split("|")
    );
    this.#features.forEach((feature) => feature(engine));
    return engine;
  }
}
