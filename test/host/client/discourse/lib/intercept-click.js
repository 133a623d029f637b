// Clicks on links inside texts that Ember did not render: through the router, where they lead into the site.
import DiscourseURL from "discourse/lib/url";

const LEFT_ALONE = [
  ".widget-link",
  ".raw-link",
  ".mention",
  ".lightbox",
  "[data-auto-route]",
  "[data-share-url]",
];

export function wantsNewWindow(event) {
  return (
    event.defaultPrevented ||
    event.shiftKey ||
    event.metaKey ||
    event.ctrlKey ||
    event.button !== 0 ||
    event.currentTarget?.target === "_blank"
  );
}

/** @param {MouseEvent} event bubbled up to the application's root */
export default function interceptClick(event) {
  const link = event.target.closest?.("a");
  const href = link?.getAttribute("href");
  if (!href || wantsNewWindow(event) || !leadsHere(link, href)) {
    return;
  }
  event.preventDefault();
  DiscourseURL.routeTo(href);
}

function leadsHere(link, href) {
  const otherFrame = link.target && link.target !== "_self";
  // Ember's own links route themselves
  const embers =
    link.classList.contains("ember-view") &&
    !link.classList.contains("d-link") &&
    !link.dataset.userCard;
  const elsewhere =
    /^https?:\/\//i.test(href) &&
    new URL(href).hostname !== window.location.hostname;
  return !(
    otherFrame ||
    embers ||
    elsewhere ||
    /^(#|mailto:)/.test(href) ||
    LEFT_ALONE.some((selector) => link.matches(selector)) ||
    link.closest('[contenteditable="true"]')
  );
}
