/**
 * Reads a cookie, or writes one.
 *
 * @param {string} key
 * @param {string} [value]
 * @param {{ path?: string, expires?: number }} [options] `expires`: days from now
 * @returns {string|undefined} the value read, or what was written
 */
export default function cookie(key, value, options = {}) {
  if (value === undefined) {
    const found = document.cookie
      .split("; ")
      .find((pair) => pair.startsWith(`${encodeURIComponent(key)}=`));
    return found && decodeURIComponent(found.slice(found.indexOf("=") + 1));
  }
  const expires =
    options.expires !== undefined &&
    `expires=${new Date(Date.now() + options.expires * 86_400_000).toUTCString()}`;
  const path = options.path && `path=${options.path}`;
  return (document.cookie = [
    `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
    expires,
    path,
  ]
    .filter(Boolean)
    .join("; "));
}
