// Bundles the npm packages that ship with the plugin into plain modules, since a Discourse plugin cannot
// import from npm. Versions come from pnpm-lock.yaml; the results are git-ignored.
//
//   node bin/build-vendor.mjs          what a site needs
//   node bin/build-vendor.mjs --test   and what the tests need, the vectors among it
import { build } from "esbuild";

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
  modules: { "fast-check": "fast-check", vectors: "./test/vectors/index.js" },
};

for (const { dir, modules } of process.argv.includes("--test")
  ? [SHIPPED, TEST_ONLY]
  : [SHIPPED]) {
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
