import escape from "discourse/lib/escape";
import getURL from "discourse/lib/get-url";

const SIZES = {
  tiny: 24,
  small: 24,
  medium: 48,
  large: 48,
  extra_large: 96,
  huge: 144,
};

export function translateSize(size) {
  return SIZES[size] ?? size;
}

/** @param {string} template an avatar's address with `{size}` in it */
export function avatarUrl(template, size) {
  if (!template) {
    return "";
  }
  const pixels = translateSize(size) * Math.ceil(window.devicePixelRatio || 1);
  return getURL(template.replaceAll("{size}", pixels));
}

export function avatarImg({
  avatarTemplate,
  size,
  title,
  extraClasses,
  loading,
}) {
  const url = avatarUrl(avatarTemplate, size);
  if (!url) {
    return "";
  }
  const pixels = translateSize(size);
  const attributes = [
    `alt='' width='${pixels}' height='${pixels}' src='${escape(url)}'`,
    `class='avatar${extraClasses ? ` ${escape(extraClasses)}` : ""}'`,
    title && `title='${escape(title)}'`,
    loading && `loading='${escape(loading)}'`,
  ];
  return `<img ${attributes.filter(Boolean).join(" ")}>`;
}
