// In the place of test/javascripts/helpers/external-files.ts: the vectors of others, as they lie on the disk.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(process.env.EXTERNAL_VECTORS ?? "../shared/vectors");

export function isThere(file) {
  return existsSync(join(FOLDER, file));
}

export async function contentOf(file) {
  return JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
}
