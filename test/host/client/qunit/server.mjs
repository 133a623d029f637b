// Serves the QUnit page on localhost, which counts as a secure context, so that Web Crypto is there.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, relative, resolve } from "node:path";
import { filesBelow } from "../build/files.mjs";
import { PLUGIN_NAME, REPO } from "../build/paths.mjs";

// Test vectors of others (Wycheproof, the COSE working group), which are not part of the repository.
const EXTERNAL_VECTORS = resolve(
  REPO,
  process.env.EXTERNAL_VECTORS ?? "../shared/vectors"
);
const VECTORS_PATH = "/external-vectors/";
const PUBLIC_PATH = `/plugins/${PLUGIN_NAME}/`;

const TYPES = {
  ".css": "text/css",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
};

// Avatars and emoji of the fixtures: the tests need no picture, only that there is one.
const PICTURE = Buffer.from(
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "base64"
);

/**
 * @param {string} outDir absolute path of the build's folder
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveQUnit(outDir) {
  const build = loadBuild(outDir);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const [content, extension] = find(path, build) ?? [];
    response.writeHead(content === undefined ? 404 : 200, {
      "content-type": TYPES[extension] ?? "application/octet-stream",
    });
    response.end(content ?? "Not found");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://localhost:${server.address().port}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

// Read as a whole, so that a build which takes this one's place does not mix with it.
function loadBuild(outDir) {
  const files = filesBelow(outDir).filter((file) => extname(file) in TYPES);
  return new Map(
    files.map((file) => [
      `/build/${relative(outDir, file)}`,
      readFileSync(file),
    ])
  );
}

function find(path, build) {
  if (path === "/tests") {
    return [page(build), ".html"];
  }
  if (build.has(path)) {
    return [build.get(path), extname(path)];
  }
  if (path.startsWith(PUBLIC_PATH)) {
    return fileBelow(join(REPO, "public"), path.slice(PUBLIC_PATH.length));
  }
  if (path.startsWith(VECTORS_PATH)) {
    const inside = path.slice(VECTORS_PATH.length);
    // No answer of 404, which browsers complain about: that some are missing is what the tests ask for.
    return fileBelow(EXTERNAL_VECTORS, inside) ?? ["", ""];
  }
  return path.endsWith(".png") ? [PICTURE, ".gif"] : undefined;
}

function fileBelow(folder, path) {
  const file = join(folder, normalize(`/${path}`));
  return existsSync(file) && statSync(file).isFile()
    ? [readFileSync(file), extname(file)]
    : undefined;
}

// Nobody sees it: QUnit's own list of results is left out, where each assertion is laid out, and nothing is painted.
function page(build) {
  const manifest = JSON.parse(build.get("/build/manifest.json"));
  return `<!doctype html>
<html lang="en" class="qunit-page">
  <head>
    <meta charset="utf-8">
    <title>Tests</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/build/stylesheets/host.css">
    <link rel="stylesheet" href="/build/stylesheets/discourse-encrypted-messages.css">
    <script>
      // WebKit has the page loaded before the entry has waited for its tests: QUnit would start without them.
      window.qunit_config_autostart = false;
      // For a browser that exposes no function to pages (webkit.mjs).
      window.calls = [];
      window.reportToRunner ??= (...report) => window.calls.push(["reportToRunner", ...report]);
    </script>
    <style>
      #ember-testing-container { position: fixed; inset: 0; overflow: auto; background: white; opacity: 0; }
    </style>
  </head>
  <body>
    <div id="qunit-fixture">
      <div id="ember-testing-container"><div id="ember-testing"></div></div>
    </div>
    <script type="module" src="/build/${manifest.tests.file}"></script>
  </body>
</html>`;
}
