// What members download of the plugin (bin/size).
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import {
  buildAsCore,
  concatenatedAsCoreDid,
  minified,
} from "./build/as-core.mjs";
import { filesBelow } from "./build/files.mjs";
import { REPO } from "./build/paths.mjs";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false } },
});

const KB = 1000;
/** Bytes, gzipped; what is loaded later includes what was there. The last is to become 100 KB (docs/performance.md). */
const LIMITS = {
  everybody: 15 * KB,
  "who has keys, before anything encrypted is there": 25 * KB,
  "all, but the meter for a new secret": 120 * KB,
};

const SERVICES = "assets/javascripts/discourse/late-services";

/** The heart's one module that every page may hold: what ciphertext looks like. */
const KNOWN_TO_ALL = "assets/javascripts/discourse/lib/marker.ts";

const { frontend } = JSON.parse(readFileSync(join(REPO, "about.json"), "utf8"));
const files = await buildAsCore({ isStatic: frontend.staticModules });
const stages = {
  everybody: closure(["main.js"]),
  "who has keys, before anything encrypted is there": closure([
    "main.js",
    "recall.js",
  ]),
  "all, but the meter for a new secret": closure([
    "main.js",
    "recall.js",
    "everything.js",
  ]),
};
const undivided = await buildAsCore({ isStatic: false });

const report = {
  stages: Object.entries(stages).map(([name, loaded]) => ({
    name,
    files: loaded.map((file) => file.name),
    gzip: sum(loaded),
    limit: LIMITS[name],
  })),
  files: await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      bytes: file.code.length,
      gzip: gzip(file.code),
      parts: await parts(file),
    }))
  ),
  inOneFile: sum(closure(["main.js"], undivided)),
  concatenated: gzip(await concatenatedAsCoreDid()),
};

const faults = [
  ...report.stages
    .filter((stage) => stage.gzip > stage.limit)
    .map((stage) => `${stage.name}: ${stage.gzip} of ${stage.limit} bytes`),
  ...stages.everybody
    .flatMap(({ modules }) => Object.keys(modules))
    .filter(
      (path) =>
        /\/discourse\/(lib|vendor)\//.test(path) && path !== KNOWN_TO_ALL
    )
    .map((path) => `everybody downloads ${path}`),
  ...filesBelow(join(REPO, SERVICES))
    .map((file) => relative(REPO, file))
    .filter((path) => !files.some(({ modules }) => path in modules))
    .map((path) => `late/everything.ts brings no ${path}`),
];

process.stdout.write(
  options.json ? `${JSON.stringify(report, null, 2)}\n` : text(report)
);
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exitCode = 1;
}

/** These files, and what they import at once. */
function closure(names, made = files) {
  const found = new Set();
  const add = (name) => {
    const file = made.find((each) => each.name === name);
    if (!file) {
      throw new Error(`The build has made no ${name}`);
    }
    if (!found.has(file)) {
      found.add(file);
      file.imports.forEach(add);
    }
  };
  names.forEach(add);
  return [...found];
}

/** What each folder takes of a file, compressed by itself: together they are more than the file. */
async function parts({ modules }) {
  const folders = new Map();
  for (const [path, code] of Object.entries(modules)) {
    const folder = folderOf(path);
    folders.set(folder, [...(folders.get(folder) ?? []), code]);
  }
  const sizes = await Promise.all(
    [...folders].map(async ([folder, code]) => [
      folder,
      gzip(await minified(code.join("\n"), {})),
    ])
  );
  return Object.fromEntries(sizes.sort(([, a], [, b]) => b - a));
}

function folderOf(path) {
  const [, inside = ""] = path.split("/discourse/");
  const folders = inside.split("/").slice(0, -1);
  return (
    folders.filter((name) => name !== "encrypted-messages").join("/") || "."
  );
}

function sum(list) {
  return list.reduce((total, { code }) => total + gzip(code), 0);
}

function gzip(code) {
  return gzipSync(code, { level: 9 }).length;
}

function text({ stages: loaded, files: made, inOneFile, concatenated }) {
  const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`.padStart(9);
  return [
    ...loaded.map(
      (stage) => `${kb(stage.gzip)} of ${kb(stage.limit)}  ${stage.name}`
    ),
    "",
    ...made.flatMap((file) => [
      `${kb(file.gzip)}  ${file.name}`,
      ...Object.entries(file.parts).map(
        ([name, bytes]) => `${" ".repeat(12)}${kb(bytes)}  ${name}`
      ),
    ]),
    "",
    `${kb(inOneFile)}  in one file, where core does not know staticModules`,
    `${kb(concatenated)}  one after the other, as in August 2025`,
    "",
  ].join("\n");
}
