import escape from "discourse/lib/escape";
import { i18n } from "discourse-i18n";

export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

// Names that stand for an icon of the sprite.
export const REPLACEMENTS = {
  "d-liked": "heart",
  "d-post-share": "link",
  "d-topic-share": "link",
  "d-unliked": "far-heart",
  "notification.edited": "pencil",
  "notification.group_mentioned": "users",
  "notification.group_message_summary": "users",
  "notification.invited_to_private_message": "envelope",
  "notification.invited_to_topic": "hand-point-right",
  "notification.liked": "heart",
  "notification.linked": "link",
  "notification.mentioned": "at",
  "notification.posted": "bell",
  "notification.private_message": "envelope",
  "notification.quoted": "quote-right",
  "notification.replied": "reply",
  "topic.closed": "lock",
  "topic.opened": "unlock",
  "user_menu.drafts": "pencil",
  "user_menu.replies": "reply",
};

const knownIcons = new Set();

/** The icons the page's sprite holds; a missing one is warned about in development. */
export function setIconList(names) {
  knownIcons.clear();
  names.forEach((name) => knownIcons.add(name));
}

function spriteId(id) {
  return (REPLACEMENTS[id] ?? id ?? "").replace(" unpinned", "");
}

// "notification.x" would be no usable class name, so its replacement names the class.
function classNames(id, extra) {
  const name = id?.includes("notification.") ? spriteId(id) : id;
  return `fa d-icon d-icon-${name} svg-icon fa-width-auto${extra ? ` ${extra}` : ""}`;
}

/**
 * The HTML of an icon.
 * @param {string} id icon name, e.g. "lock"
 * @param {{class?: string, title?: string, translatedTitle?: string, label?: string, "aria-label"?: string}} [params]
 */
export function iconHTML(id, params = {}) {
  const aria = params["aria-label"]
    ? `aria-hidden='false' aria-label='${escape(params["aria-label"])}'`
    : "aria-hidden='true'";
  let html = `<svg class='${escape(classNames(id, params.class))} svg-string' ${aria} xmlns="${SVG_NAMESPACE}"><use href="#${escape(spriteId(id))}" /></svg>`;
  if (params.label) {
    html += `<span class="sr-only">${escape(params.label)}</span>`;
  }
  const title =
    params.translatedTitle ?? (params.title ? i18n(params.title) : undefined);
  return title
    ? `<span class="svg-icon-title" title="${escape(title)}">${html}</span>`
    : html;
}

/** The same as an element. */
export function iconElement(id, params) {
  const template = document.createElement("template");
  template.innerHTML = iconHTML(id, params);
  return template.content.firstElementChild;
}
