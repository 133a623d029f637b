// Writes the vectors of this folder: see README.md.
//
//   node test/vectors/generate.mjs
import { build } from "esbuild";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const work = await mkdtemp(join(tmpdir(), "vectors-"));

try {
  const generator = join(work, "generator.mjs");
  await build({
    entryPoints: [here("generator/main.js")],
    outfile: generator,
    bundle: true,
    format: "esm",
    platform: "node",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const { makeVectors } = await import(generator);
  for (const [name, vectors] of Object.entries(await makeVectors())) {
    const json = await format(JSON.stringify(vectors), { parser: "json" });
    await writeFile(here(`${name}.json`), json);
  }
} finally {
  await rm(work, { recursive: true });
}
