import { withPluginApi } from "discourse/lib/plugin-api";

let id = 0;

/**
 * An initializer that calls back with the plugin API, after the services are there.
 *
 * @param {(api: object, opts?: object) => any} apiCodeCallback
 * @param {object} [opts]
 */
export function apiInitializer(apiCodeCallback, opts) {
  return {
    name: `api-initializer${id++}`,
    after: "inject-objects",
    initialize() {
      return withPluginApi(apiCodeCallback, opts);
    },
  };
}
