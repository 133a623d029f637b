// Bundles the npm packages that ship with the plugin, since a Discourse plugin cannot import from npm. Versions come
// from pnpm-lock.yaml; the results are git-ignored. lib/encrypted_messages/bundled_modules.rb runs this where it is needed.
//
//   node bin/build-vendor.mjs          what a site needs
//   node bin/build-vendor.mjs --test   and what the tests need, the vectors among it
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const SHIPPED = {
  dir: "assets/javascripts/discourse/vendor",
  modules: {
    dompurify: "dompurify",
    "idb-keyval": "idb-keyval",
  },
};
const TEST_ONLY = {
  dir: "test/javascripts/vendor",
  modules: {
    cborg: "cborg",
    "fast-check": "fast-check",
    vectors: "./test/vectors/index.js",
    zxcvbn: "./bin/lib/zxcvbn.mjs",
  },
};
// Core loads every module of a plugin with every page, so what only a dialog needs is a script of its own in `public`,
// which sites serve at /plugins/<name>/. They have it kept for a year: its name changes with what is in it.
const ON_DEMAND = { dir: "public/javascripts", entry: "bin/lib/zxcvbn.mjs" };
const PUBLIC_URL = "/plugins/discourse-encrypted-messages/javascripts";
// Written last: where it is, the rest is.
const LAST = `${SHIPPED.dir}/zxcvbn-url.js`;

const isForTests = process.argv.includes("--test");
const made = [];

rmSync(LAST, { force: true });
for (const { dir, modules } of isForTests ? [SHIPPED, TEST_ONLY] : [SHIPPED]) {
  await bundle({ entryPoints: modules, outdir: dir, format: "esm" });
}

rmSync(ON_DEMAND.dir, { recursive: true, force: true });
const [script] = await bundle({
  entryPoints: [ON_DEMAND.entry],
  outdir: ON_DEMAND.dir,
  entryNames: "[name]-[hash]",
  minify: true,
  format: "iife",
  globalName: "encryptedMessagesZxcvbn",
});
const head = { from: digest(), tests: isForTests, files: made };
writeFileSync(
  LAST,
  `// ${JSON.stringify(head)}
export default ${JSON.stringify(`${PUBLIC_URL}/${basename(script)}`)};
`
);

async function bundle(options) {
  const { metafile } = await build({
    bundle: true,
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
    metafile: true,
    // Ours extends one of Discourse's packages, which a site does not install.
    tsconfigRaw: {},
    ...options,
  });
  const files = Object.keys(metafile.outputs);
  made.push(...files);
  return files;
}

// Of all that decides what is made. BundledModules compares it with what is there.
function digest() {
  const vectors = readdirSync("test/vectors")
    .filter((name) => /\.js(on)?$/.test(name))
    .sort()
    .map((name) => `test/vectors/${name}`);
  const hash = createHash("sha256");
  for (const file of [
    "pnpm-lock.yaml",
    "bin/build-vendor.mjs",
    "bin/lib/zxcvbn.mjs",
    ...vectors,
  ]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
