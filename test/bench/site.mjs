// The forum of a checkout, with the client that its build makes, and browsers on it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const CLIENT = "tmp/host/client";

/**
 * @param {string} checkout a folder with all that its `bin/lib/prepare` makes
 * @param {object} size what `site.rb` is to fill it with
 */
export async function startSite(checkout, size) {
  build(checkout);
  const server = spawn(
    join(checkout, "bin/lib/with-postgres"),
    [
      ...["bundle", "exec", "ruby", join(import.meta.dirname, "site.rb")],
      ...[checkout, JSON.stringify(size)],
    ],
    { cwd: checkout, stdio: ["pipe", "pipe", "inherit"] }
  );
  const ended = once(server, "exit");
  const [line] = await Promise.race([
    once(createInterface(server.stdout), "line"),
    ended.then(() => {
      throw new Error(`${checkout}: the forum did not start`);
    }),
  ]);
  return {
    ...JSON.parse(line),
    // core's Markdown, which the client fetches by need
    engine: `/assets/assets/${readdirSync(join(checkout, CLIENT, "assets")).find((name) => /^markdown-it-.*\.js$/.test(name))}`,
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

function build(checkout) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(checkout, "test/host/client/build.mjs")],
    {
      cwd: checkout,
      encoding: "utf8",
      env: { ...process.env, HOST_CLIENT_OUT: join(checkout, CLIENT) },
    }
  );
  if (status !== 0) {
    throw new Error(stderr);
  }
}

/**
 * A profile of the member's own, logged in.
 *
 * @param {boolean} hasKeys whether the member's keys are on it
 * @returns a page of Playwright's, with what `watch.js` puts into it
 */
export async function openDevice(
  browser,
  site,
  username,
  { hasKeys = true } = {}
) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
  });
  for (const script of ["watch.js", "limits.js"]) {
    await context.addInitScript({ path: join(import.meta.dirname, script) });
  }
  const page = await context.newPage();
  await page.goto(`${site.url}/session/${username}/become.json?redirect=false`);
  if (hasKeys) {
    const { script, arg } = site.devices[username];
    await page.evaluate(`(${script})(${JSON.stringify(arg)})`);
  }
  return page;
}

/** The client, freshly loaded and with nothing to do. */
export async function load(page, site, path = "/latest") {
  await page.goto(site.url + path);
  await page.waitForFunction(() => window.Discourse);
  await page.evaluate(() => window.watch.idle());
}
