// Bundles the npm packages that ship with the plugin into plain modules, since a Discourse plugin cannot
// import from npm. Versions come from pnpm-lock.yaml; the results are git-ignored.
//
//   node bin/build-vendor.mjs          what a site needs
//   node bin/build-vendor.mjs --test   and what the tests need
import { build } from "esbuild";

const SHIPPED = {
  dir: "assets/javascripts/discourse/vendor",
  names: ["cborg", "dompurify", "idb-keyval"],
};
const TEST_ONLY = { dir: "test/javascripts/vendor", names: ["fast-check"] };

for (const { dir, names } of process.argv.includes("--test")
  ? [SHIPPED, TEST_ONLY]
  : [SHIPPED]) {
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, name])),
    outdir: dir,
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  });
}
