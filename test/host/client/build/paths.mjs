// Where things lie. Everything else in this folder takes its paths from here.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const CLIENT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const HOST = resolve(CLIENT, "..");
export const REPO = resolve(HOST, "../..");

export const PLUGIN_NAME = "discourse-encrypted-messages";
export const PLUGIN_CLIENT = join(REPO, "assets/javascripts/discourse");
// For administrators; core loads it for staff only.
export const PLUGIN_ADMIN_CLIENT = join(
  REPO,
  "admin/assets/javascripts/discourse"
);
export const PLUGIN_TESTS = join(REPO, "test/javascripts");
export const HOST_MODULES = join(CLIENT, "discourse");
export const HOST_TESTS = join(CLIENT, "tests");

export const OUT = resolve(
  process.env.HOST_CLIENT_OUT || join(REPO, "tmp/host/client")
);
export const CACHE = join(REPO, "tmp/host/client-cache");
