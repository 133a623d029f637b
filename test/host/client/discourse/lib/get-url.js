// Addresses with the site's base path in front, for sites in a subfolder.
let cdn, baseUrl, baseUri;

export default function getURL(url) {
  if (baseUri === undefined) {
    baseUri =
      document.querySelector('meta[name="discourse-base-uri"]')?.content ?? "";
  }
  if (!url) {
    return baseUri === "" ? "/" : baseUri;
  }
  // already absolute, or already prefixed
  if (!url.startsWith("/") || url.startsWith("//")) {
    return url;
  }
  if (baseUri !== "" && (url === baseUri || url.startsWith(`${baseUri}/`))) {
    return url;
  }
  return baseUri + url;
}

export function getURLWithCDN(url) {
  const path = getURL(url);
  return cdn && path.startsWith("/") && !path.startsWith("//")
    ? cdn + path
    : path;
}

export function getAbsoluteURL(path) {
  return baseUrl + withoutPrefix(path);
}

export function withoutPrefix(path) {
  const prefix = getURL("/").replace(/\/$/, "");
  return prefix && path.startsWith(`${prefix}/`)
    ? path.slice(prefix.length)
    : path;
}

export function setupURL(configCdn, configBaseUrl, configBaseUri) {
  cdn = configCdn;
  baseUrl = configBaseUrl;
  baseUri = configBaseUri;
}

export function samePrefix(url) {
  return baseUri === undefined || url.startsWith(baseUri);
}
