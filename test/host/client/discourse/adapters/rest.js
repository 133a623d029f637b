import EmberObject from "@ember/object";
import { underscore } from "@ember/string";
import { ajax } from "discourse/lib/ajax";

/** What a saved record comes back as. */
export function Result(payload, responseJson) {
  this.payload = payload;
  this.responseJson = responseJson;
  this.target = null;
}

/** Where a type of record lives on the server, and how it is asked for. */
export default class RestAdapter extends EmberObject {
  primaryKey = "id";
  jsonMode = false;

  basePath() {
    return "/";
  }

  apiNameFor(type) {
    return type;
  }

  pathFor(store, type, findArgs) {
    const path =
      this.basePath(store, type, findArgs) +
      underscore(store.pluralize(this.apiNameFor(type)));
    return this.appendQueryParams(path, findArgs);
  }

  appendQueryParams(path, findArgs, extension = "") {
    if (!findArgs) {
      return path;
    }
    if (typeof findArgs !== "object") {
      return `${path}/${encodeURIComponent(findArgs)}${extension}`;
    }
    const query = new URLSearchParams(
      Object.entries(findArgs).filter(([, value]) => value)
    ).toString();
    return query ? `${path}${extension}?${query}` : path;
  }

  find(store, type, findArgs) {
    return ajax(this.pathFor(store, type, findArgs));
  }

  getPayload(method, data) {
    return this.jsonMode
      ? { method, data: JSON.stringify(data), contentType: "application/json" }
      : { method, data };
  }

  update(store, type, id, attrs) {
    const field = underscore(this.apiNameFor(type));
    return ajax(
      this.pathFor(store, type, id),
      this.getPayload("PUT", { [field]: attrs })
    ).then((json) => new Result(json[field], json));
  }

  createRecord(store, type, attrs) {
    const field = underscore(this.apiNameFor(type));
    return ajax(
      this.pathFor(store, type),
      this.getPayload("POST", { [field]: attrs })
    ).then((json) => new Result(json[field], json));
  }
}
