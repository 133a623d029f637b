import { trustHTML } from "@ember/template";

export function renderSpinner(cssClass) {
  return `<div class='spinner${cssClass ? ` ${cssClass}` : ""}'></div>`;
}

export default function dLoadingSpinner({ size } = {}) {
  return trustHTML(renderSpinner(size));
}
