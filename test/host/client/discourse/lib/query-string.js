// host-only: what jQuery's param() does for core's ajax(), since the host has no jQuery.

/**
 * @param {object} data nested objects and arrays allowed
 * @returns {string} an application/x-www-form-urlencoded body, as Rails reads it: a[b]=1&c[]=2
 */
export function toQueryString(data) {
  const parts = [];
  for (const [key, value] of Object.entries(data)) {
    append(parts, key, value);
  }
  return parts.join("&");
}

function append(parts, key, value) {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      const nested = typeof item === "object" && item !== null;
      append(parts, `${key}[${nested ? index : ""}]`, item);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      append(parts, `${key}[${name}]`, item);
    }
  } else {
    const text = typeof value === "function" ? value() : (value ?? "");
    parts.push(`${encode(key)}=${encode(text)}`);
  }
}

function encode(text) {
  return encodeURIComponent(text).replace(/%20/g, "+");
}
