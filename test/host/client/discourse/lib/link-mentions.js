import { ajax } from "discourse/lib/ajax";
import getURL from "discourse/lib/get-url";
import { userPath } from "discourse/lib/url";

const asked = new Set();
const users = new Map(); // name → reason why they would not be notified, or undefined
const groups = new Map();

/** Forgets every answer: for tests. */
export function resetMentions() {
  asked.clear();
  users.clear();
  groups.clear();
}

/**
 * Links the mentions in `element` that were looked up before.
 *
 * @returns {string[]} the names that nobody has asked the server about yet
 */
export function linkSeenMentions(element, siteSettings) {
  const unseen = new Set();

  for (const span of element.querySelectorAll(
    "span.mention:not(.mention-tested)"
  )) {
    const name = span.innerText.slice(1);
    if (users.has(name.toLowerCase())) {
      span.replaceWith(link(name, users.get(name.toLowerCase())));
    } else if (groups.has(name)) {
      span.replaceWith(groupLink(name));
    } else if (asked.has(name)) {
      span.classList.add("mention-tested");
    } else if (name.length >= (siteSettings.min_username_length ?? 1)) {
      unseen.add(name);
    }
  }

  return [...unseen];
}

/** Asks the server about `names`: they leave the browser here, as in core. */
export async function fetchUnseenMentions({ names, topicId, allowedNames }) {
  const response = await ajax("/composer/mentions", {
    data: { names, topic_id: topicId, allowed_names: allowedNames },
  });

  names.forEach((name) => asked.add(name));
  for (const username of response.users || []) {
    users.set(username.toLowerCase(), response.user_reasons?.[username]);
  }
  for (const [name, details] of Object.entries(response.groups || {})) {
    groups.set(name, details);
  }
  return response;
}

function link(name, reason) {
  const anchor = document.createElement("a");
  anchor.href = userPath(name.toLowerCase());
  anchor.className = "mention";
  anchor.textContent = `@${name}`;
  anchor.dataset.name = name;
  if (reason) {
    anchor.dataset.reason = reason;
  }
  return anchor;
}

function groupLink(name) {
  const anchor = document.createElement("a");
  anchor.href = getURL(`/g/${name}`);
  anchor.className = "mention-group";
  anchor.textContent = `@${name}`;
  anchor.dataset.name = name;
  return anchor;
}
