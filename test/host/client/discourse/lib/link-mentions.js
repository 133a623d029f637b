import { ajax } from "discourse/lib/ajax";
import { userPath } from "discourse/lib/url";

const asked = new Set();
const users = new Set();

/** Forgets every answer: for tests. */
export function resetMentions() {
  asked.clear();
  users.clear();
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
      span.replaceWith(link(name));
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
  (response.users || []).forEach((name) => users.add(name.toLowerCase()));
  return response;
}

function link(name) {
  const anchor = document.createElement("a");
  anchor.href = userPath(name.toLowerCase());
  anchor.className = "mention";
  anchor.textContent = `@${name}`;
  anchor.dataset.name = name;
  return anchor;
}
