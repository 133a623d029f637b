import EmberObject from "@ember/object";
import { ajax } from "discourse/lib/ajax";
import getURL from "discourse/lib/get-url";

/** `data` as the server stores it: one JSON text. */
function asText(data) {
  return typeof data === "string" ? data : JSON.stringify(data);
}

/** The server's row of an unfinished text (core's models/draft.js). */
export default class Draft extends EmberObject {
  /** Deletes the row `key`, unless its sequence has moved on. */
  static clear(key, sequence) {
    return ajax(`/drafts/${key}.json`, {
      type: "DELETE",
      data: { draft_key: key, sequence },
    });
  }

  /** `{ draft, draft_sequence }`; `draft` is the JSON text or null. */
  static get(key) {
    return ajax(`/drafts/${key}.json`);
  }

  /** Core's place for drafts kept in the browser: it keeps none. */
  static getLocal(key, current) {
    return current;
  }

  /** Overwrites the row `key` with `data` (an object or its JSON text). */
  static save(key, sequence, data, clientId, { forceSave = false } = {}) {
    return ajax("/drafts.json", {
      type: "POST",
      data: {
        draft_key: key,
        sequence,
        data: asText(data),
        owner: clientId,
        force_save: forceSave,
      },
      ignoreUnsent: false,
    });
  }

  /**
   * The same write while the page is being left. A beacon can carry no header,
   * so the CSRF token travels in the body.
   */
  static saveBeacon(key, sequence, data, clientId, csrfToken) {
    const body = new FormData();
    body.append("draft_key", key);
    body.append("sequence", sequence);
    body.append("data", asText(data));
    body.append("owner", clientId);
    body.append("authenticity_token", csrfToken);

    navigator.sendBeacon(getURL("/drafts.json"), body);
  }
}
