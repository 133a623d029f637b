/**
 * The last step before decrypted text becomes part of the page. Core's own
 * sanitizer has run; this one keeps a shorter list and makes sure that nothing
 * is fetched, tracked or looked up without the reader asking for it: a request for an image or an embed would tell its host, and often the
 * site itself, what a message says or that it is being read.
 */
import DOMPurify from "../vendor/dompurify";
import {
  ATTRIBUTES,
  DATE_ATTRIBUTES,
  isAllowed,
  isAllowedClass,
  parseUrl,
  TAGS,
} from "./allow-list";
import { emojiInHtml } from "./emoji";

/** Class of the button that stands for an image that was not loaded. */
export const BLOCKED_IMAGE_CLASS = "encrypted-messages-image";

const REL = "noopener noreferrer nofollow ugc";
const DATE = "discourse-local-date";

const purifier = DOMPurify(window);
purifier.setConfig({
  ALLOWED_TAGS: [...TAGS, "img"],
  ALLOWED_ATTR: [
    ...ATTRIBUTES,
    // of what becomes text or a button below
    ...["alt", "src", "data-orig-src", "data-orig-href"],
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // `upload:` is no address that may be followed, and these are none
  ADD_URI_SAFE_ATTR: ["data-orig-src", "data-orig-href"],
  RETURN_DOM: true,
});

/** Where HTML can be read without anything in it being fetched or run. */
const inert = document.implementation.createHTMLDocument("");

export interface SanitizeOptions {
  /** open links to other sites in a new tab, as the member's preference says */
  newTab: boolean;
  /** the conversation whose posts may be unfolded where they are quoted: what is shown of them is verified, too */
  topicId?: number | undefined;
  /** the label of a blocked image's button, and its explanation */
  imageLabel(host: string): string;
  imageTitle(host: string): string;
  /** what stands in the place of an upload */
  uploadLabel(name: string): string;
}

function guardLink(anchor: HTMLAnchorElement, newTab: boolean): void {
  anchor.classList.add("no-track-link");
  anchor.setAttribute("rel", REL);

  const url = parseUrl(anchor.getAttribute("href"));
  if (newTab && url && url.origin !== window.location.origin) {
    anchor.setAttribute("target", "_blank");
  }
}

/**
 * An image becomes a button that says where it would be loaded from; an emoji,
 * which the site serves and so would learn of, becomes its name.
 */
function blockedImage(
  image: HTMLImageElement,
  options: SanitizeOptions
): Text | HTMLButtonElement {
  const url = parseUrl(image.getAttribute("src"));
  const isEmoji = image.classList.contains("emoji");

  if (isEmoji || !url || !["https:", "http:"].includes(url.protocol)) {
    return document.createTextNode(image.alt);
  }

  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn btn-default btn-small ${BLOCKED_IMAGE_CLASS}`;
  button.dataset["src"] = url.href;
  button.dataset["alt"] = image.alt;
  button.title = options.imageTitle(url.host);
  button.textContent = image.alt
    ? `${options.imageLabel(url.host)} (${image.alt})`
    : options.imageLabel(url.host);
  return button;
}

/** An upload is a file of the site's, which cannot have been encrypted. */
function refuseUpload(element: Element, options: SanitizeOptions): void {
  const name = element.getAttribute("alt") ?? element.textContent ?? "";
  element.replaceWith(document.createTextNode(options.uploadLabel(name)));
}

/** Core would fetch the post, tick the box in its ciphertext and save that. */
function printBox(box: Element): void {
  box.replaceWith(box.classList.contains("checked") ? "\u2611" : "\u2610");
}

/** Leaves of an element's attributes and classes what is on the list. */
function restrict(element: Element): void {
  if (!element.hasAttributes()) {
    return;
  }
  const refused = [...element.attributes].filter(
    (attribute) => !isAllowed(element, attribute)
  );
  refused.forEach(({ name }) => element.removeAttribute(name));

  const isTable = element.matches("div.md-table");
  const classes = [...element.classList].filter((name) =>
    isAllowedClass(element, name)
  );
  if (isTable) {
    // scrolls like core's, but has no button that would edit the ciphertext
    classes.push("encrypted-messages-table");
  }
  element.className = classes.join(" ");
  if (classes.length === 0) {
    element.removeAttribute("class");
  }

  // A date without one of its parts would be another date.
  const isDate = element.hasAttribute("data-date");
  if (element.matches(`.${DATE}`) ? refused.length > 0 || !isDate : isDate) {
    makePlain(element);
  }
}

/** Or core offers to unfold it, into what the site says was quoted. */
function keepFolded(quote: HTMLElement, topicId?: number): void {
  if (topicId === undefined || quote.dataset["topic"] !== String(topicId)) {
    quote.dataset["full"] = "true";
  }
}

function makePlain(date: Element): void {
  date.classList.remove(DATE);
  ["class", ...Object.keys(DATE_ATTRIBUTES)]
    .filter((name) => name !== "class" || date.classList.length === 0)
    .forEach((name) => date.removeAttribute(name));
}

/** How many nodes are looked at in one go, as far as the outermost elements allow: some two milliseconds' worth. */
const PIECE = 200;

/** A text's outermost nodes, some at a time. What lies in one of them stays together. */
function* piecesOf(html: string): Generator<DocumentFragment> {
  // Read as part of a page, as it will be shown: as a page of its own, a text could
  // have no body at all.
  const parsed = inert.createElement("div");
  parsed.innerHTML = html;
  while (parsed.firstChild) {
    const piece = inert.createDocumentFragment();
    let nodes = 0;
    while (parsed.firstChild && nodes < PIECE) {
      const node = parsed.firstChild;
      nodes +=
        1 + ((node as Partial<Element>).querySelectorAll?.("*").length ?? 0);
      piece.append(node);
    }
    yield piece;
  }
}

function sanitizePiece(
  source: DocumentFragment,
  options: SanitizeOptions
): string {
  const root = purifier.sanitize(source) as unknown as HTMLElement;
  // it keeps what it took out, and what that stood in
  purifier.removed = [];

  root
    .querySelectorAll("[data-orig-src], [data-orig-href]")
    .forEach((element) => refuseUpload(element, options));
  root.querySelectorAll("span.chcklst-box").forEach(printBox);

  const images = [...root.querySelectorAll("img")].map((image) => {
    const place = document.createTextNode("");
    const shown = blockedImage(image, options);
    image.replaceWith(place);
    return { place, shown };
  });
  root.querySelectorAll("*").forEach(restrict);
  root
    .querySelectorAll<HTMLElement>("aside.quote")
    .forEach((quote) => keepFolded(quote, options.topicId));
  root
    .querySelectorAll("a")
    .forEach((anchor) => guardLink(anchor, options.newTab));
  emojiInHtml(root);
  images.forEach(({ place, shown }) => place.replaceWith(shown));

  return root.innerHTML;
}

/**
 * The work of `sanitize` in pieces.
 *
 * @param html output of core's `cook`
 * @returns the parts of what may be handed to the page, to be put together
 */
export function* sanitizing(
  html: string,
  options: SanitizeOptions
): Generator<string> {
  for (const piece of piecesOf(html)) {
    yield sanitizePiece(piece, options);
  }
}

/**
 * @param html output of core's `cook`
 * @returns HTML that may be handed to the page
 */
export function sanitize(html: string, options: SanitizeOptions): string {
  return [...sanitizing(html, options)].join("");
}

/** Puts the image in the place of its button, after the reader asked for it. */
export function loadBlockedImage(button: HTMLElement): void {
  const image = document.createElement("img");
  image.referrerPolicy = "no-referrer";
  image.alt = button.dataset["alt"] ?? "";
  image.src = button.dataset["src"] ?? "";
  button.replaceWith(image);
}
