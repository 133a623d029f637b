// Walking folders, and a hash over what is in them.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * All files below a folder, sorted, so that builds do not depend on the order of the file system.
 *
 * @param {string} folder absolute path; a folder that does not exist has no files
 * @returns {string[]} absolute paths
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !file.includes("/node_modules/"))
    .sort();
}

/**
 * @param {string[]} files absolute paths
 * @param {string} salt anything else the result depends on
 * @returns {string} SHA-256 over names and contents, as hex
 */
export function hashFiles(files, salt = "") {
  const hash = createHash("sha256").update(salt);
  for (const file of files) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
