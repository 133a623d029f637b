import { trustHTML } from "@ember/template";
import { iconHTML } from "discourse/lib/icon-library";

/** `{{dIcon "lock" class="…" title="…"}}`: the icon as inline SVG that points into the page's sprite. */
export default function dIcon(id, options = {}) {
  return trustHTML(iconHTML(id, { ...options }));
}
