// Makes one module of the simulation, of the client's services and of the heart, with what they use of Ember and of core in
// the place of these.
import { build } from "esbuild";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const REPO = resolve(import.meta.dirname, "../../..");

/** What core's and Ember's modules export by default. */
const DEFAULTS = {
  "@ember/service": "Service",
  "discourse/lib/debounce": "discourseDebounce",
  "discourse/models/session": "Session",
};

/**
 * @param {string} checkout whose client it is
 * @returns {Promise<string>} the module
 */
export async function bundle(checkout) {
  const folder = join(REPO, "tmp/simulation");
  mkdirSync(folder, { recursive: true });
  const client = resolve(checkout, "assets/javascripts/discourse");
  const outfile = join(folder, `simulation-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "../simulation.ts")],
    outfile,
    alias: { heart: join(client, "lib"), client },
    // a second checkout's client has no packages of its own
    nodePaths: [join(REPO, "node_modules")],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    sourcemap: "inline",
    logLevel: "warning",
    tsconfigRaw: {
      compilerOptions: {
        experimentalDecorators: true,
        useDefineForClassFields: false,
      },
    },
    plugins: [platform],
  });
  return outfile;
}

const platform = {
  name: "platform",
  setup(builder) {
    const core = JSON.stringify(join(import.meta.dirname, "core"));
    builder.onResolve(
      { filter: /^(@ember\/|@glimmer\/|discourse(-i18n|\/))/ },
      ({ path }) => ({ path, namespace: "core" })
    );
    // a text is laid out by the screens, and by what only browsers have
    builder.onResolve(
      { filter: /\/reading\/render-markdown$/ },
      ({ path }) => ({
        path,
        namespace: "core",
      })
    );
    builder.onLoad({ filter: /.*/, namespace: "core" }, ({ path }) => {
      const byDefault = DEFAULTS[path];
      // in this form, what is imported need not be there: the screens' parts never are
      return {
        contents: `const core = require(${core});
module.exports = { ...core, default: core.${byDefault}, __esModule: true };`,
        resolveDir: REPO,
      };
    });
    builder.onResolve({ filter: /^(\.|heart)\/storage$/ }, ({ importer }) =>
      importer.includes("/discourse/lib/")
        ? { path: join(import.meta.dirname, "storage.ts") }
        : undefined
    );
  },
};
