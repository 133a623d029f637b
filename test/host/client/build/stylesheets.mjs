// Compiles the host's stylesheet, and the plugin's to one file for a target, as core serves them: common for
// everybody, desktop or mobile besides, admin for staff; and each once more for languages written from right to left.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import rtlcss from "rtlcss";
import { compileAsync } from "sass";
import { CLIENT, PLUGIN_NAME, REPO } from "./paths.mjs";

const TARGETS = ["common", "desktop", "mobile", "admin"];
const HOST_STYLES = join(CLIENT, "stylesheets");
const PLUGIN_STYLES = join(REPO, "assets/stylesheets");

/**
 * Writes `stylesheets/host.css` and `stylesheets/<plugin>[_<target>].css`,
 * and `…_rtl.css` of each.
 *
 * @param {string} outDir absolute path of the build's folder
 */
export async function buildStylesheets(outDir) {
  const folder = join(outDir, "stylesheets");
  mkdirSync(folder, { recursive: true });
  await write(join(folder, "host.css"), [join(HOST_STYLES, "host.scss")]);
  for (const target of TARGETS) {
    const suffix = target === "common" ? "" : `_${target}`;
    await write(
      join(folder, `${PLUGIN_NAME}${suffix}.css`),
      sheetsIn(join(PLUGIN_STYLES, target))
    );
  }
}

function sheetsIn(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".scss") && !name.startsWith("_"))
        .sort()
        .map((name) => join(folder, name))
    : [];
}

async function write(path, sheets) {
  const parts = [];
  for (const sheet of sheets.filter(existsSync)) {
    const { css } = await compileAsync(sheet, { loadPaths: [HOST_STYLES] });
    parts.push(css);
  }
  const css = parts.join("\n");
  writeFileSync(path, css);
  writeFileSync(path.replace(/\.css$/, "_rtl.css"), rtlcss.process(css));
}
