// Requests to the site's own server: CSRF token, Discourse's headers, errors as core's callers expect them.
import { run } from "@ember/runloop";
import { Promise } from "rsvp";
import { isTesting } from "discourse/lib/environment";
import getURL from "discourse/lib/get-url";
import userPresent from "discourse/lib/user-presence";
import { sendRequest } from "discourse/lib/xhr";
import Session from "discourse/models/session";
import Site from "discourse/models/site";
import User from "discourse/models/user";

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

  let xhr;
  const send = (resolve, reject) => {
    xhr = sendRequest(url, {
      ...request,
      headers: headersFor(url, request),
      success: (data, _textStatus, answer) => {
        handleRedirect(answer);
        handleLogoff(answer);
        run(() => {
          const readOnly = answer.getResponseHeader("Discourse-Readonly");
          Site.currentProp("isReadOnly", !!readOnly);
        });
        run(null, resolve, returnXHR ? { result: data, xhr: answer } : data);
      },
      error: (answer, textStatus, errorThrown) => {
        if (ignoreUnsent && answer.readyState === 0) {
          return;
        }
        handleLogoff(answer);
        if (answer.status === 403 && answer.responseText === '["BAD CSRF"]') {
          Session.currentProp("csrfToken", null);
        }
        if (answer.status === 200) {
          return run(null, resolve, answer);
        }
        answer.jqTextStatus = textStatus;
        answer.requestedUrl = url;
        run(null, reject, { jqXHR: answer, textStatus, errorThrown });
      },
    });
  };

  const promise = needsToken(url, request)
    ? updateCsrfToken().then(() => new Promise(send))
    : new Promise(send);
  promise.abort = () => xhr?.abort();
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
  if (xhr.getResponseHeader("Discourse-Xhr-Redirect") && !isTesting()) {
    window.location = xhr.responseText;
  }
}
