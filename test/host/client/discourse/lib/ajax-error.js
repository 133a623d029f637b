// Turns a failed request into a text for the member.
import { trustHTML } from "@ember/template";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import { i18n } from "discourse-i18n";

/** @returns {{ html: boolean, message: string, errorKey?: string, status?: number }} */
export function extractErrorInfo(
  error,
  defaultMessage,
  opts = { skipConsoleError: false }
) {
  if (
    !opts.skipConsoleError &&
    (error instanceof Error || typeof error === "string")
  ) {
    // eslint-disable-next-line no-console
    console.error(error.stack ?? error);
  }
  const xhr = error?.jqXHR ?? error;
  const json = xhr?.responseJSON ?? parse(xhr?.responseText);
  const status = xhr?.status;
  const message =
    messageFrom(json) ??
    (status >= 400 ? `${status} ${xhr.statusText}` : undefined);

  return {
    html: Boolean(json?.html_message),
    message: message || defaultMessage || i18n("generic_error"),
    errorKey: json?.error_type,
    status,
  };
}

export function extractError(error, defaultMessage) {
  return extractErrorInfo(error, defaultMessage).message;
}

/** For `.catch()`: shows the text in a dialog. */
export function popupAjaxError(error) {
  const dialog = getOwnerWithFallback(this).lookup("service:dialog");
  const { html, message } = extractErrorInfo(error);
  dialog.alert(html ? { message: trustHTML(message) } : message);
}

function messageFrom(json) {
  if (json?.errors?.length > 1) {
    const errors = json.errors.map((text, index) => `${index + 1}) ${text}`);
    return i18n("multiple_errors", { errors: errors.join(" ") });
  }
  if (json?.errors?.length === 1) {
    return i18n("generic_error_with_reason", { error: json.errors[0] });
  }
  return json?.error || json?.message || json?.failed || undefined;
}

function parse(text) {
  if (!text) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // an HTML error page has no reason in it
    return undefined;
  }
}
