// Builds the rows of checkouts, each with its own heart, and times them in an isolated page of headless Chromium.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { launch } from "../host/client/browsers.mjs";

const HEART = "assets/javascripts/discourse/lib";

/** A checkout's rows with its own heart, as one module. */
async function bundle(checkout, outfile) {
  await build({
    entryPoints: [join(checkout, "test/bench/rows/index.ts")],
    outfile,
    alias: { heart: join(checkout, HEART) },
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
}

/** An isolated page, whose clock is fine enough for what takes less than a millisecond. */
function serve(folder) {
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
        ? readFileSync(join(folder, script))
        : '<!DOCTYPE html><title>bench</title><script type="module" src="/page.js"></script>'
    );
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done(server))
  );
}

/**
 * @param {Record<string, string>} checkouts name → absolute path
 * @param {string} folder for what is built
 * @param {{ only: string, short: boolean }} options
 */
export async function measureHeart(checkouts, folder, { only, short }) {
  for (const [name, path] of Object.entries(checkouts)) {
    await bundle(path, join(folder, `${name}.js`));
  }
  await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    outfile: join(folder, "page.js"),
    bundle: true,
    format: "esm",
    logLevel: "warning",
  });

  const server = await serve(folder);
  const browser = await launch("chromium");
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://localhost:${server.address().port}/`);
    await tab.waitForFunction(() => "bench" in window);
    return await tab.evaluate((given) => window.bench(given), {
      checkouts: Object.fromEntries(
        Object.keys(checkouts).map((name) => [name, `/${name}.js`])
      ),
      only,
      short,
    });
  } finally {
    await browser.close();
    server.close();
  }
}
