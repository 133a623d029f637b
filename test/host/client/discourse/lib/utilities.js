import escape from "discourse/lib/escape";
import getURL from "discourse/lib/get-url";

export function escapeExpression(string) {
  return escape(string);
}

export function formatUsername(username) {
  return username || "";
}

/** @returns {string} the address of a post */
export function postUrl(slug, topicId, postNumber) {
  const parts = ["/t", slug, topicId, postNumber > 1 && postNumber];
  return getURL(parts.filter(Boolean).join("/"));
}

export function emailValid(email) {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email);
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
