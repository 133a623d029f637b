// Requests to the site's own server: CSRF token, Discourse's headers, errors as core's callers expect them.
import { run } from "@ember/runloop";
import { buildWaiter } from "@ember/test-waiters";
import $ from "jquery";
import { Promise } from "rsvp";
import { isTesting } from "discourse/lib/environment";
import getURL from "discourse/lib/get-url";
import userPresent from "discourse/lib/user-presence";
import Session from "discourse/models/session";
import Site from "discourse/models/site";
import User from "discourse/models/user";

// Tests wait for every request.
const waiter = buildWaiter("host:ajax");

let trackView = false;
let viewedTopicId = null;
let logoffCallback;
let csrfRequest;

export function trackNextAjaxAsTopicView(topicId) {
  viewedTopicId = topicId;
}

export function trackNextAjaxAsPageview() {
  trackView = true;
}

export function resetAjax() {
  trackView = false;
}

export function setLogoffCallback(callback) {
  logoffCallback = callback;
}

export function handleLogoff(xhr) {
  if (xhr?.getResponseHeader("Discourse-Logged-Out") && logoffCallback) {
    logoffCallback();
  }
}

/** Asks the server for a CSRF token; calls made meanwhile share one request. */
export function updateCsrfToken() {
  csrfRequest ??= ajax("/session/csrf")
    .then((result) => Session.currentProp("csrfToken", result.csrf))
    .finally(() => (csrfRequest = null));
  return csrfRequest;
}

/**
 * @param {string} url
 * @param {object} [options] as $.ajax() takes them, and: `method` for `type`; `returnXHR` to get `{ result, xhr }`;
 *   `ignoreUnsent: false` to be told when no answer came. Without it such a request is never settled, as in core.
 * @returns {Promise<any>} the JSON; rejected with `{ jqXHR, textStatus, errorThrown }`
 */
export function ajax(url, options) {
  let args = options ?? {};
  if (typeof url !== "string") {
    ({ url, ...args } = url);
  }
  url = getURL(url);
  const { method, ignoreUnsent = true, returnXHR, ...request } = args;
  request.type = (method ?? args.type ?? "GET").toUpperCase();
  if (request.type === "GET") {
    request.dataType ??= "json";
  }

  let sent;
  const send = (resolve, reject) => {
    const token = waiter.beginAsync();
    const success = (data, _textStatus, xhr) => {
      handleRedirect(xhr);
      handleLogoff(xhr);
      run(() => {
        const readOnly = xhr?.getResponseHeader("Discourse-Readonly");
        Site.currentProp("isReadOnly", !!readOnly);
      });
      run(null, resolve, returnXHR ? { result: data, xhr } : data);
    };
    const error = (xhr, textStatus, errorThrown) => {
      if (ignoreUnsent && xhr.readyState === 0) {
        if (textStatus === "error" && isTesting()) {
          throw errorThrown; // what Pretender has to say
        }
        return;
      }
      handleLogoff(xhr);
      if (xhr.status === 403 && xhr.responseText === '["BAD CSRF"]') {
        Session.currentProp("csrfToken", null);
      }
      if (xhr.status === 200) {
        success(xhr);
        return;
      }
      xhr.jqTextStatus = textStatus;
      xhr.requestedUrl = url;
      run(null, reject, { jqXHR: xhr, textStatus, errorThrown });
    };
    const endWith = (callback) =>
      function (...answer) {
        waiter.endAsync(token);
        callback(...answer);
      };
    // eslint-disable-next-line ember/no-jquery -- as core does
    sent = $.ajax(url, {
      ...request,
      headers: headersFor(url, request),
      success: endWith(success),
      error: endWith(error),
    });
  };

  const promise = needsToken(url, request)
    ? updateCsrfToken().then(() => new Promise(send))
    : new Promise(send);
  promise.abort = () => sent?.abort();
  return promise;
}

function needsToken(url, { type }) {
  return (
    type !== "GET" &&
    url !== getURL("/clicks/track") &&
    !Session.currentProp("csrfToken")
  );
}

function headersFor(url, { headers, type }) {
  const result = { ...headers };
  if (isOwnServer(url)) {
    result["X-CSRF-Token"] = Session.currentProp("csrfToken");
  }
  if (User.current()) {
    result["Discourse-Logged-In"] = "true";
  }
  if (userPresent()) {
    result["Discourse-Present"] = "true";
  }
  if (trackView && type === "GET") {
    trackView = false;
    result["Discourse-Track-View"] = "true";
    if (viewedTopicId) {
      result["Discourse-Track-View-Topic-Id"] = viewedTopicId;
    }
    viewedTopicId = null;
  }
  return result;
}

function isOwnServer(url) {
  return new URL(url, location.href).origin === location.origin;
}

function handleRedirect(xhr) {
  if (xhr?.getResponseHeader("Discourse-Xhr-Redirect") && !isTesting()) {
    window.location = xhr.responseText;
  }
}
