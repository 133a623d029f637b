// Bundles the npm packages that ship with the plugin, since a Discourse plugin cannot import from npm. Versions come
// from pnpm-lock.yaml; the results are git-ignored.
//
//   node bin/build-vendor.mjs          what a site needs
//   node bin/build-vendor.mjs --test   and what the tests need, the vectors among it
import { build } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const SHIPPED = {
  dir: "assets/javascripts/discourse/vendor",
  modules: {
    cborg: "cborg",
    dompurify: "dompurify",
    "idb-keyval": "idb-keyval",
  },
};
const TEST_ONLY = {
  dir: "test/javascripts/vendor",
  modules: {
    "fast-check": "fast-check",
    vectors: "./test/vectors/index.js",
    zxcvbn: "./bin/lib/zxcvbn.mjs",
  },
};
// Core loads every module of a plugin with every page, so what only a dialog needs is a script of its own in `public`,
// which sites serve at /plugins/<name>/. They have it kept for a year: its name changes with what is in it.
const ON_DEMAND = { dir: "public/javascripts", entry: "bin/lib/zxcvbn.mjs" };
const PUBLIC_URL = "/plugins/discourse-encrypted-messages/javascripts";

const isForTests = process.argv.includes("--test");

for (const { dir, modules } of isForTests ? [SHIPPED, TEST_ONLY] : [SHIPPED]) {
  await build({
    entryPoints: modules,
    outdir: dir,
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  });
}

rmSync(ON_DEMAND.dir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [ON_DEMAND.entry],
  outdir: ON_DEMAND.dir,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "encryptedMessagesZxcvbn",
  target: "es2022",
  legalComments: "inline",
  logLevel: "warning",
  metafile: true,
});
const [script] = Object.keys(metafile.outputs);
writeFileSync(
  `${SHIPPED.dir}/zxcvbn-url.js`,
  `export default ${JSON.stringify(`${PUBLIC_URL}/${basename(script)}`)};\n`
);
