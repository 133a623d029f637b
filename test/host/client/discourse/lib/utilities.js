// Small things used everywhere.
import { isTesting } from "discourse/lib/environment";
import escape from "discourse/lib/escape";
import getURL from "discourse/lib/get-url";
import toMarkdown from "discourse/lib/to-markdown";

export function escapeExpression(string) {
  return escape(string);
}

export function splitString(str, separator = ",") {
  return typeof str === "string" && str.length ? str.split(separator) : [];
}

export function formatUsername(username) {
  return username || "";
}

/** @returns {string} the address of a post */
export function postUrl(slug, topicId, postNumber) {
  const parts = ["/t", slug, topicId, postNumber > 1 && postNumber];
  return getURL(parts.filter(Boolean).join("/"));
}

export function highlightPost(postNumber) {
  const container = document.querySelector(`#post_${postNumber}`);
  const body = container?.querySelector(".topic-body");
  if (!body) {
    return;
  }
  body.classList.add("highlighted");
  body.addEventListener(
    "animationend",
    () => body.classList.remove("highlighted"),
    { once: true }
  );
}

export function emailValid(email) {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email);
}

export function hostnameValid(hostname) {
  return /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i.test(hostname);
}

export function selectedNode() {
  const selection = window.getSelection();
  return selection.rangeCount > 0
    ? selection.getRangeAt(0).commonAncestorContainer
    : null;
}

export function selectedRange() {
  const selection = window.getSelection();
  return selection.rangeCount > 0
    ? selection.getRangeAt(0).cloneRange()
    : undefined;
}

/** @returns {string} the HTML of what is selected, of cooked posts only */
export function selectedHTML() {
  const selection = window.getSelection();
  if (selection.rangeCount === 0) {
    return "";
  }
  const container = document.createElement("div");
  for (let index = 0; index < selection.rangeCount; index++) {
    container.append(selection.getRangeAt(index).cloneContents());
  }
  container
    .querySelectorAll(
      ".expand-post, .quote-controls, .badge.clicks, .cooked-selection-barrier"
    )
    .forEach((element) => element.remove());
  return container.innerHTML;
}

/** @returns {string} what is selected, as Markdown */
export async function selectedText() {
  return toMarkdown(selectedHTML());
}

export function caretPosition(element) {
  return element.selectionStart ?? 0;
}

export function setCaretPosition(element, position) {
  element.focus();
  element.setSelectionRange(position, position);
}

export function getElement(node) {
  return node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
}

export function slugify(string) {
  return string
    .trim()
    .toLowerCase()
    .replace(/\s|_+/g, "-")
    .replace(/[^\w-]+/g, "")
    .replace(/--+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** @returns {string} the name of a shortcut: "Meta" becomes "Ctrl" where there is no such key */
export function translateModKey(string, separator = "+") {
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  const text = isApple
    ? string
        .replace("Shift", "\u21E7")
        .replace("Meta", "\u2318")
        .replace("Alt", "\u2325")
        .replaceAll("+", "")
    : string.replace("Meta", "Ctrl");
  return isApple ? text : text.replaceAll("+", separator);
}

export function clipboardCopy(text) {
  return navigator.clipboard.writeText(text);
}

export async function inCodeBlock(text, pos) {
  const before = text.slice(0, pos);
  const fences = before.match(/^(```|~~~)/gm) ?? [];
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const ticks = line.match(/`/g) ?? [];
  return fences.length % 2 === 1 || ticks.length % 2 === 1;
}

export function cleanNullQueryParams(params) {
  return params && typeof params === "object"
    ? Object.fromEntries(
        Object.entries(params).filter(
          ([, value]) =>
            value !== null && value !== undefined && value !== "null"
        )
      )
    : params;
}

export function prefersReducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

let homepage;

export function defaultHomepage() {
  return homepage ?? "latest";
}

export function setDefaultHomepage(name) {
  homepage = name;
}

export function isPrimaryTab() {
  return Promise.resolve(isTesting() || !document.hidden);
}
