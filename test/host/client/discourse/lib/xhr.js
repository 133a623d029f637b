// host-only: the part of jQuery's $.ajax() that core's ajax() and message bus use, over XMLHttpRequest.
import { buildWaiter } from "@ember/test-waiters";
import { toQueryString } from "discourse/lib/query-string";

// Tests wait for every request, as Ember's test helpers do for jQuery's.
const waiter = buildWaiter("host:xhr");

/**
 * @param {string} url
 * @param {object} options type, data, headers, dataType, contentType, processData, cache, beforeSend, success,
 *   error, complete; as $.ajax() takes them
 * @returns {XMLHttpRequest} with jQuery's responseJSON
 */
export function sendRequest(url, options) {
  const method = (options.type ?? "GET").toUpperCase();
  const body = serialize(options);
  const inAddress = method === "GET" || method === "HEAD";

  const xhr = new XMLHttpRequest();
  xhr.open(method, address(url, inAddress && body, options), true);
  xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  xhr.setRequestHeader("Accept", accept(options.dataType));
  if (!inAddress && body && options.contentType !== false) {
    xhr.setRequestHeader(
      "Content-Type",
      options.contentType ?? "application/x-www-form-urlencoded; charset=UTF-8"
    );
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value !== undefined && value !== null) {
      xhr.setRequestHeader(name, value);
    }
  }

  xhr.onload = () => settle(xhr, options);
  // jQuery reports a request without an answer with readyState 0, which core's ajax() looks at.
  xhr.onerror = () => fail(unsent(xhr), "error", options);
  xhr.onabort = () => fail(unsent(xhr), "abort", options);
  options.beforeSend?.(xhr);

  const token = waiter.beginAsync();
  xhr.onloadend = () => waiter.endAsync(token);
  try {
    xhr.send(inAddress ? undefined : body);
  } catch (error) {
    waiter.endAsync(token);
    throw error;
  }
  return xhr;
}

function serialize({ data, processData }) {
  if (!data) {
    return undefined;
  }
  return processData === false ||
    typeof data === "string" ||
    data instanceof FormData
    ? data
    : toQueryString(data);
}

function address(url, query, { cache }) {
  const parts = [query, cache === false && `_=${Date.now()}`].filter(Boolean);
  return parts.length
    ? `${url}${url.includes("?") ? "&" : "?"}${parts.join("&")}`
    : url;
}

function accept(dataType) {
  return dataType === "json"
    ? "application/json, text/javascript, */*; q=0.01"
    : "*/*";
}

function settle(xhr, options) {
  const json = parse(xhr, options);
  if (json.error) {
    fail(xhr, "parsererror", options);
  } else if ((xhr.status >= 200 && xhr.status < 300) || xhr.status === 304) {
    options.success?.(
      json.isJSON ? json.value : xhr.responseText,
      "success",
      xhr
    );
    options.complete?.(xhr, "success");
  } else {
    fail(xhr, "error", options);
  }
}

function parse(xhr, { dataType }) {
  const typed = /\bjson\b/.test(xhr.getResponseHeader("content-type") ?? "");
  const ok = xhr.status >= 200 && xhr.status < 300;
  if (!typed && !(dataType === "json" && ok && xhr.status !== 204)) {
    return { isJSON: false };
  }
  try {
    xhr.responseJSON = JSON.parse(xhr.responseText);
    return { isJSON: true, value: xhr.responseJSON };
  } catch (error) {
    return { error: ok ? error : undefined, isJSON: false };
  }
}

function fail(xhr, textStatus, options) {
  options.error?.(xhr, textStatus, xhr.statusText ?? "");
  options.complete?.(xhr, textStatus);
}

function unsent(xhr) {
  return {
    readyState: 0,
    status: 0,
    statusText: "error",
    responseText: "",
    getResponseHeader: (name) => xhr.getResponseHeader(name),
  };
}
