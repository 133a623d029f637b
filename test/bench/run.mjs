// Times the rows of this checkout, and of another beside it. See `bin/bench`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isInstalled } from "../host/client/browsers.mjs";
import { measureDownloads } from "./downloads.mjs";
import { measureHeart } from "./heart.mjs";
import { measurePages } from "./pages.mjs";
import { page, summarize, table } from "./report.mjs";

const REPO = resolve(import.meta.dirname, "../..");
const OUT = join(REPO, "tmp/bench");

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    vs: { type: "string" },
    json: { type: "boolean", default: false },
    short: { type: "boolean", default: false },
  },
});

if (!isInstalled("chromium")) {
  process.stderr.write("bin/bench needs Chromium\n");
  process.exit(1);
}
mkdirSync(OUT, { recursive: true });
const checkouts = { ours: REPO };
if (options.vs) {
  checkouts.other = resolve(options.vs);
}

const { measured, ...rest } = await measureHeart(checkouts, OUT, options);
const onPages = await measurePages(checkouts, options);
const downloads = measureDownloads(checkouts, options);
const result = summarize({
  measured: [...measured, ...onPages, ...downloads],
  ...rest,
});

writeFileSync(join(OUT, "index.html"), page(result));
process.stdout.write(
  options.json ? `${JSON.stringify(result, null, 2)}\n` : table(result)
);
