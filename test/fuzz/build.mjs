// The heart in two bundles: as it is, and with counters at each of its branches.
import { build, transform } from "esbuild";
import { createInstrumenter } from "istanbul-lib-instrument";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const REPO = join(import.meta.dirname, "../..");
const CLIENT = "assets/javascripts/discourse";
const OUT = join(REPO, "tmp/fuzz");

/** Where the counters are, by file: what `istanbul-lib-instrument` makes. */
export const COUNTERS = "__branches__";

const counting = {
  name: "counting",
  setup({ onLoad }) {
    const instrumenter = createInstrumenter({
      esModules: true,
      compact: true,
      coverageVariable: COUNTERS,
    });
    onLoad(
      { filter: /discourse\/(lib|vendor)\/\w[\w-]*\.[jt]s$/ },
      async ({ path }) => {
        const { code } = await transform(await readFile(path, "utf8"), {
          loader: path.endsWith(".ts") ? "ts" : "js",
          target: "es2022",
        });
        return {
          contents: instrumenter.instrumentSync(code, path),
          loader: "js",
        };
      }
    );
  },
};

async function bundle(name, client, plugins) {
  const outfile = join(OUT, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "heart.ts")],
    outfile,
    alias: {
      heart: join(client, "lib"),
      "discourse/plugins/discourse-encrypted-messages/discourse": client,
    },
    plugins,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "warning",
    tsconfigRaw: {},
  });
  return import(`${pathToFileURL(outfile)}?${Date.now()}`);
}

/** @param checkout another one, whose heart is taken */
export async function buildHeart(checkout = REPO) {
  const client = join(checkout, CLIENT);
  return {
    plain: await bundle("plain", client, []),
    counted: await bundle("counted", client, [counting]),
  };
}
