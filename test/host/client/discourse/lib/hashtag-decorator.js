import { ajax } from "discourse/lib/ajax";

const asked = new Set();
const seen = new Map();

/** Asks the server about `slugs`: they leave the browser here, as in core. */
export async function fetchUnseenHashtagsInContext(order, slugs) {
  const response = await ajax("/hashtags", { data: { slugs, order } });
  for (const items of Object.values(response)) {
    for (const item of items) {
      seen.set(item.ref, item);
    }
  }
  slugs.forEach((slug) => asked.add(slug));
}

/**
 * Links the hashtags in `element` that were looked up before.
 *
 * @returns {string[]} the slugs that nobody has asked the server about yet
 */
export function linkSeenHashtagsInContext(context, element) {
  const unseen = new Set();

  for (const span of element.querySelectorAll("span.hashtag-raw")) {
    const slug = span.innerText.replace("#", "").trim().toLowerCase();
    if (seen.has(slug)) {
      span.replaceWith(link(seen.get(slug)));
    } else if (!asked.has(slug)) {
      unseen.add(slug);
    }
  }

  return [...unseen];
}

function link(item) {
  const anchor = document.createElement("a");
  anchor.href = item.relative_url;
  anchor.className = "hashtag-cooked";
  anchor.textContent = item.text;
  return anchor;
}
