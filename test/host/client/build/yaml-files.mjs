// The YAML files whose contents a build takes in.
import { join } from "node:path";
import { HOST, REPO } from "./paths.mjs";

export const LOCALE_FILES = [HOST, REPO].map((root) =>
  join(root, "config/locales/client.en.yml")
);

export const SETTINGS_FILES = [
  join(HOST, "config/site_settings.yml"),
  join(REPO, "config/settings.yml"),
];

export const YAML_FILES = [...LOCALE_FILES, ...SETTINGS_FILES];
