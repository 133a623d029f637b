/**
 * The last step before decrypted text becomes part of the page. Core's own
 * sanitizer has run; this one keeps a shorter list and makes sure that nothing
 * is fetched, tracked or looked up without the reader asking for it (R10, R11,
 * R23): a request for an image or an embed would tell its host, and often the
 * site itself, what a message says or that it is being read.
 */
import DOMPurify from "../vendor/dompurify";

/** Elements that core's Markdown makes and that load nothing by themselves. */
const TAGS = [
  ..."a abbr aside b bdi bdo big blockquote br cite code dd del details dfn".split(
    " "
  ),
  ..."div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q".split(
    " "
  ),
  ..."rp rt ruby s samp small span strike strong sub summary sup".split(" "),
  ..."table tbody td tfoot th thead tr tt u ul var".split(" "),
];

const ATTRIBUTES = [
  ..."align alt class colspan dir height href lang open reversed".split(" "),
  ..."rowspan scope src start title width".split(" "),
  // quotes, local dates, code blocks and wraps of core's bundled features
  ..."data-username data-post data-topic data-full".split(" "),
  // what core would look up as uploads; taken out again below
  ..."data-orig-src data-orig-href".split(" "),
  ..."data-date data-time data-timezone data-timezones data-format".split(" "),
  ..."data-calendar data-recurring data-countdown data-range".split(" "),
  ..."data-displayed-timezone data-code-wrap data-wrap data-spoiler".split(" "),
];

/**
 * Classes whose owners would look something up, load something or style the
 * element as resolved, which it never is in an encrypted message.
 */
const UNRESOLVED_CLASSES = [
  "onebox",
  "inline-onebox",
  "inline-onebox-loading",
  "mention",
  "mention-group",
  "hashtag",
  "hashtag-raw",
  "hashtag-cooked",
  "lightbox",
  "lightbox-wrapper",
  "attachment",
  "poll",
  "track-link",
];

/** Class of the button that stands for an image that was not loaded. */
export const BLOCKED_IMAGE_CLASS = "encrypted-messages-image";

const REL = "noopener noreferrer nofollow ugc";

const purifier = DOMPurify(window);

export interface SanitizeOptions {
  /** open links to other sites in a new tab, as the member's preference says */
  newTab: boolean;
  /** the label of a blocked image's button, and its explanation */
  imageLabel(host: string): string;
  imageTitle(host: string): string;
  /** what stands in the place of an upload (R11) */
  uploadLabel(name: string): string;
}

function isExternal(url: URL): boolean {
  return url.origin !== window.location.origin;
}

function parseUrl(value: string | null): URL | null {
  try {
    return value ? new URL(value, window.location.href) : null;
  } catch {
    return null;
  }
}

/** What only the plugin itself may look like: its locks, warnings and overlays (R6). */
const OWN_CLASS = /^encrypted-messages-/;

function makePlain(element: Element): void {
  const own = [...element.classList].filter((name) => OWN_CLASS.test(name));
  element.classList.remove(...UNRESOLVED_CLASSES, ...own);
}

function guardLink(anchor: HTMLAnchorElement, newTab: boolean): void {
  anchor.classList.add("no-track-link");
  anchor.setAttribute("rel", REL);
  anchor.removeAttribute("target");

  const url = parseUrl(anchor.getAttribute("href"));
  if (newTab && url && isExternal(url)) {
    anchor.setAttribute("target", "_blank");
  }
}

/**
 * An image becomes a button that says where it would be loaded from; an emoji,
 * which the site serves and so would learn of, becomes its name.
 */
function blockImage(image: HTMLImageElement, options: SanitizeOptions): void {
  const url = parseUrl(image.getAttribute("src"));
  const isEmoji = image.classList.contains("emoji");

  if (isEmoji || !url || !["https:", "http:"].includes(url.protocol)) {
    image.replaceWith(document.createTextNode(image.alt));
    return;
  }

  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn btn-default btn-small ${BLOCKED_IMAGE_CLASS}`;
  button.dataset.src = url.href;
  button.dataset.alt = image.alt;
  button.title = options.imageTitle(url.host);
  button.textContent = image.alt
    ? `${options.imageLabel(url.host)} (${image.alt})`
    : options.imageLabel(url.host);
  image.replaceWith(button);
}

/** An upload is a file of the site's, which cannot have been encrypted. */
function refuseUpload(element: Element, options: SanitizeOptions): void {
  const name = element.getAttribute("alt") ?? element.textContent ?? "";
  element.replaceWith(document.createTextNode(options.uploadLabel(name)));
}

/**
 * @param html output of core's `cook`
 * @returns HTML that may be handed to the page
 */
export function sanitize(html: string, options: SanitizeOptions): string {
  const body = purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    // `upload:` is no address that may be followed, and these are none
    ADD_URI_SAFE_ATTR: ["data-orig-src", "data-orig-href"],
    ALLOWED_URI_REGEXP:
      /^(?:https?:|mailto:|tel:|[/?#]|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
    RETURN_DOM: true,
  }) as HTMLElement;

  body
    .querySelectorAll("[data-orig-src], [data-orig-href]")
    .forEach((element) => refuseUpload(element, options));
  body.querySelectorAll("*").forEach(makePlain);
  body
    .querySelectorAll("a")
    .forEach((anchor) => guardLink(anchor, options.newTab));
  body.querySelectorAll("img").forEach((image) => blockImage(image, options));

  return body.innerHTML;
}

/** Puts the image in the place of its button, after the reader asked for it. */
export function loadBlockedImage(button: HTMLElement): void {
  const image = document.createElement("img");
  image.referrerPolicy = "no-referrer";
  image.alt = button.dataset["alt"] ?? "";
  image.src = button.dataset["src"] ?? "";
  button.replaceWith(image);
}
