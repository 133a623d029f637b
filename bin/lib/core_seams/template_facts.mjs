// The outlets of a template, and what each is given.
import { createRequire } from "node:module";

const root = createRequire(new URL("../../../package.json", import.meta.url));
const { preprocess, traverse } = createRequire(
  root.resolve("@glint/ember-tsc")
)("@glimmer/syntax");

const HASHES = ["lazyHash", "hash"];

/**
 * @param {string} source of the template
 * @param {Record<string, string[]>} hashes what members of its class give back: name → keys
 * @param {object} facts to add to
 */
export function templateFacts(source, hashes, facts) {
  const local = {};

  traverse(preprocess(source), {
    // {{#let (lazyHash post=@post) as |args|}}
    BlockStatement({ path, params, program }) {
      if (path.original === "let") {
        program.blockParams.forEach((name, index) => {
          local[name] = params[index] && keysOf(params[index]);
        });
      }
    },

    ElementNode({ tag, attributes }) {
      const given = (name) =>
        attributes.find((attribute) => attribute.name === name)?.value;
      const name = given("@name");

      if (tag === "PluginOutlet" && name?.type === "TextNode") {
        const args = given("@outletArgs");
        (facts.outlets[name.chars] ??= []).push(args ? keysOf(args) : []);
      }
    },
  });

  /** null where it is made elsewhere */
  function keysOf({ type, path, hash }) {
    if (type !== "MustacheStatement" && type !== "SubExpression") {
      return null;
    }
    if (HASHES.includes(path.original)) {
      return hash.pairs.map(({ key }) => key);
    }
    const name = String(path.original);
    return local[name] ?? hashes[name.replace(/^this\./, "")] ?? null;
  }
}
