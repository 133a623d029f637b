// Serves the QUnit page on localhost, which counts as a secure context, so that Web Crypto is there.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { REPO } from "../build/paths.mjs";

// Test vectors of others (Wycheproof, the COSE working group), which are not part of the repository.
export const EXTERNAL_VECTORS = resolve(
  REPO,
  process.env.EXTERNAL_VECTORS ?? "../shared/vectors"
);

const TYPES = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
};

/**
 * @param {string} outDir absolute path of the build's folder
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveQUnit(outDir) {
  const folders = new Map([
    ["/external-vectors/", EXTERNAL_VECTORS],
    ["/test-vectors/", join(REPO, "test/vectors")],
    ["/build/", outDir],
  ]);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    if (path === "/tests") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(page(outDir));
    } else {
      sendFile(fileFor(path, folders), response);
    }
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

// Avatars and emoji of the fixtures: the tests need no picture, only that there is one.
const PICTURE = Buffer.from(
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "base64"
);

function sendFile(file, response) {
  if (file === PICTURE) {
    response.writeHead(200, { "content-type": "image/gif" });
    response.end(PICTURE);
    return;
  }
  if (!file) {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("Not found");
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
  });
  createReadStream(file).pipe(response);
}

function fileFor(path, folders) {
  for (const [prefix, folder] of folders) {
    if (path.startsWith(prefix)) {
      const file = join(folder, normalize("/" + path.slice(prefix.length)));
      return existsSync(file) && statSync(file).isFile() ? file : null;
    }
  }
  return /\.png$/.test(path) ? PICTURE : null;
}

function page(outDir) {
  const manifest = JSON.parse(
    readFileSync(join(outDir, "manifest.json"), "utf8")
  );
  return `<!doctype html>
<html lang="en" class="qunit-page">
  <head>
    <meta charset="utf-8">
    <title>Tests</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/build/stylesheets/host.css">
    <link rel="stylesheet" href="/build/stylesheets/discourse-encrypted-messages.css">
    <style>
      #ember-testing-container { position: fixed; inset: 0; overflow: auto; background: white; }
    </style>
  </head>
  <body>
    <div id="qunit"></div>
    <div id="qunit-fixture">
      <div id="ember-testing-container"><div id="ember-testing"></div></div>
    </div>
    <script type="module" src="/build/${manifest.tests.file}"></script>
  </body>
</html>`;
}
