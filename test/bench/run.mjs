// Builds the rows of this checkout, and of another, and times them in headless Chromium. See `bin/bench`.
import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isInstalled, launch } from "../host/client/browsers.mjs";
import { page, summarize, table } from "./report.mjs";

const REPO = resolve(import.meta.dirname, "../..");
const OUT = join(REPO, "tmp/bench");
const HEART = "assets/javascripts/discourse/lib";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    vs: { type: "string" },
    json: { type: "boolean", default: false },
    short: { type: "boolean", default: false },
  },
});

/** A checkout's rows with its own heart, as one module. */
async function bundle(checkout, name) {
  await build({
    entryPoints: [join(checkout, "test/bench/rows/index.ts")],
    outfile: join(OUT, `${name}.js`),
    alias: { heart: join(checkout, HEART) },
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
}

/** An isolated page, whose clock is fine enough for what takes less than a millisecond. */
function serve() {
  const server = createServer((request, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const script = /^\/(\w+\.js)$/.exec(request.url)?.[1];
    response.setHeader(
      "Content-Type",
      script ? "text/javascript" : "text/html"
    );
    response.end(
      script
        ? readFileSync(join(OUT, script))
        : '<!DOCTYPE html><title>bench</title><script type="module" src="/page.js"></script>'
    );
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done(server))
  );
}

async function measure(checkouts) {
  const server = await serve();
  const browser = await launch("chromium");
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://localhost:${server.address().port}/`);
    await tab.waitForFunction(() => "bench" in window);
    return await tab.evaluate((given) => window.bench(given), {
      checkouts: Object.fromEntries(
        checkouts.map((name) => [name, `/${name}.js`])
      ),
      only: options.only,
      short: options.short,
    });
  } finally {
    await browser.close();
    server.close();
  }
}

if (!isInstalled("chromium")) {
  process.stderr.write("bin/bench needs Chromium\n");
  process.exit(1);
}
mkdirSync(OUT, { recursive: true });
const checkouts = ["ours"];
await bundle(REPO, "ours");
if (options.vs) {
  checkouts.push("other");
  await bundle(resolve(options.vs), "other");
}
await build({
  entryPoints: [join(import.meta.dirname, "page.ts")],
  outfile: join(OUT, "page.js"),
  bundle: true,
  format: "esm",
  logLevel: "warning",
});

const result = summarize(await measure(checkouts));
writeFileSync(join(OUT, "index.html"), page(result));
process.stdout.write(
  options.json ? `${JSON.stringify(result, null, 2)}\n` : table(result)
);
