// What members download of the plugin's JavaScript, by bin/size of each checkout.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {Record<string, string>} checkouts name → absolute path; one of before bin/size is left out
 * @param {{ only: string }} options
 */
export function measureDownloads(checkouts, { only }) {
  const rows = new Map();
  for (const [name, path] of Object.entries(checkouts)) {
    const command = join(path, "bin/size");
    if ("downloads".includes(only) && existsSync(command)) {
      for (const stage of sizeOf(command).stages) {
        const row = rows.get(stage.name) ?? {
          name: `downloads, compressed: ${stage.name}`,
          unit: "B",
          times: {},
        };
        row.times[name] = [stage.gzip];
        rows.set(stage.name, row);
      }
    }
  }
  return [...rows.values()];
}

/** It fails where something is larger than it is to be, and says what is all the same. */
function sizeOf(command) {
  const { stdout, stderr } = spawnSync(command, ["--json"], {
    encoding: "utf8",
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(stderr);
  }
}
