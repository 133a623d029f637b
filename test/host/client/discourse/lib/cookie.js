/** Reads a cookie, or sets one: `cookie("cn", 7, { path: "/" })`; without a lifetime it ends with the session. */
export default function cookie(name, value, { path = "/", expires } = {}) {
  if (value === undefined) {
    const found = document.cookie
      .split("; ")
      .find((pair) => pair.startsWith(`${encodeURIComponent(name)}=`));
    return found && decodeURIComponent(found.slice(found.indexOf("=") + 1));
  }
  const parts = [
    `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    `path=${path}`,
    expires && `expires=${new Date(expires).toUTCString()}`,
    "samesite=lax",
  ];
  document.cookie = parts.filter(Boolean).join("; ");
  return value;
}
