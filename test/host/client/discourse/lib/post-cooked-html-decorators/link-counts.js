/** Shows after each link how often it was followed, as the server counted. */
export default function decorateLinkCounts(element, { post }) {
  for (const { clicks, reflection, title, url } of post.link_counts || []) {
    if (reflection || !title || clicks < 1) {
      continue;
    }
    for (const link of element.querySelectorAll("a[href]")) {
      if (link.getAttribute("href") === url && !link.closest(".onebox")) {
        const badge = document.createElement("span");
        badge.className = "badge badge-notification clicks";
        badge.textContent = clicks;
        link.append(badge);
      }
    }
  }
}
