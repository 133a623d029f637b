// What files of core's client offer to a plugin, read from their source: JavaScript, TypeScript, templates, declarations.
//
// Takes a JSON list of paths on its standard input, and prints a JSON object: path → facts, or { "error": "…" }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { templateFacts } from "./template_facts.mjs";

const root = createRequire(new URL("../../../package.json", import.meta.url));
const ts = root("typescript");
// the parsers of the type checker for templates, which is a dependency of this project
const ofGlint = createRequire(root.resolve("@glint/ember-tsc"));
const { Preprocessor } = ofGlint("content-tag");
const preprocessor = new Preprocessor();

const TRANSFORMERS = /^apply(Value|MutableValue|Behavior)Transformer$/;
const MAKES_CLASS = /^(extend|reopen|reopenClass|create)$/;
/** What a getter wraps the arguments of an outlet in. */
const HASHES = /^(lazyHash|hash)$/;

/**
 * @typedef {object} Facts
 * @property {string[]} exports names; "default", and "*" where a module gives on what another has
 * @property {Record<string, (string|null)[]>} members of classes and objects, and functions: for each that has the name its
 *   parameters, null for what is no function
 * @property {Record<string, (string[]|null)[]>} outlets for each use the names of its arguments, null where they cannot be read
 * @property {Record<string, (string[]|null)[]>} transformers for each use the keys of its context, likewise
 * @property {Record<string, number[]>} events for each that is triggered how many arguments go along
 */

/** @returns {Facts} */
function factsOf(path) {
  const source = readFileSync(path, "utf8");
  const facts = {
    exports: [],
    members: {},
    outlets: {},
    transformers: {},
    events: {},
  };
  const hashes = {};

  if (path.endsWith(".hbs")) {
    templateFacts(source, hashes, facts);
    return facts;
  }
  const templates = /\.g[jt]s$/.test(path)
    ? preprocessor.parse(source, { filename: path })
    : [];
  const kind = /\.g?js$/.test(path) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const file = ts.createSourceFile(
    path,
    withoutTemplates(source, templates),
    ts.ScriptTarget.Latest,
    true,
    kind
  );
  if (file.parseDiagnostics.length) {
    throw new Error(
      ts.flattenDiagnosticMessageText(file.parseDiagnostics[0].messageText, " ")
    );
  }
  collect(file, facts, hashes);
  templates.forEach(({ contents }) => templateFacts(contents, hashes, facts));
  return facts;
}

/** The same, as long as before, with nothing or an expression in the place of each template. */
function withoutTemplates(source, templates) {
  let code = source;
  for (const { type, range } of templates) {
    const [start, end] = [range.startUtf16Codepoint, range.endUtf16Codepoint];
    const filler = type === "expression" ? "null" : "";
    code = code.slice(0, start) + filler.padEnd(end - start) + code.slice(end);
  }
  return code;
}

function collect(node, facts, hashes) {
  facts.exports.push(...exportsOf(node));
  if (ts.isCallExpression(node)) {
    collectCall(node, facts);
  }
  const name = node.name && nameOf(node.name);
  if (name && isMember(node)) {
    add(facts.members, name, parametersOf(node));
    const hash = hashIn(node);
    if (hash) {
      hashes[name] = hash;
    }
  }
  ts.forEachChild(node, (child) => collect(child, facts, hashes));
}

/** Of a class or an interface, of an object that makes one as Ember's classic way is, or of the module itself. */
function isMember(node) {
  if (ts.isObjectLiteralExpression(node.parent)) {
    return isClassic(node.parent);
  }
  return (
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isFunctionDeclaration(node) ||
    (ts.isVariableDeclaration(node) &&
      ts.isSourceFile(node.parent.parent.parent))
  );
}

function isClassic(object) {
  const { parent } = object;
  return ts.isCallExpression(parent)
    ? MAKES_CLASS.test(parent.expression.name?.text)
    : ts.isExportAssignment(parent) ||
        (ts.isPropertyAssignment(parent) &&
          nameOf(parent.name) === "actions") ||
        (ts.isVariableDeclaration(parent) &&
          ts.isSourceFile(parent.parent.parent.parent));
}

function collectCall({ expression, arguments: args }, facts) {
  const called = expression.name?.text ?? expression.text;
  const name = args[0] && ts.isStringLiteralLike(args[0]) && args[0].text;

  if (name && called === "trigger") {
    add(facts.events, name, args.length - 1);
  } else if (name && TRANSFORMERS.test(called)) {
    add(facts.transformers, name, args[2] ? keysOf(args[2]) : []);
  }
}

/** The keys of the object that a member gives back, if it is a plain one. */
function hashIn(node) {
  let found;
  const look = (child) => {
    if (ts.isReturnStatement(child) && child.expression) {
      found ??= keysOf(child.expression);
    }
    ts.forEachChild(child, look);
  };
  look(node);
  return found;
}

function keysOf(node) {
  if (ts.isCallExpression(node) && HASHES.test(node.expression.text)) {
    return node.arguments[0] ? keysOf(node.arguments[0]) : [];
  }
  return ts.isObjectLiteralExpression(node) &&
    !node.properties.some(ts.isSpreadAssignment)
    ? node.properties.map((property) => nameOf(property.name))
    : null;
}

function parametersOf(node) {
  const called = [node.initializer, node.type, node].find(
    (candidate) => candidate?.parameters && !ts.isAccessor(candidate)
  );
  return called
    ? called.parameters
        .filter(({ name }) => nameOf(name) !== "this")
        .map(parameterText)
        .join(", ")
    : null;
}

/** `name`, `name?` of what may be left out, `...name`, `{ a, b }`. */
function parameterText({ name, dotDotDotToken, questionToken, initializer }) {
  const text = ts.isObjectBindingPattern(name)
    ? `{ ${name.elements.map((element) => nameOf(element.propertyName ?? element.name)).join(", ")} }`
    : nameOf(name);
  return `${dotDotDotToken ? "..." : ""}${text}${questionToken || initializer ? "?" : ""}`;
}

function nameOf(name) {
  return name.text ?? name.getText();
}

function exportsOf(node) {
  if (ts.isExportAssignment(node)) {
    return ["default"];
  }
  if (ts.isExportDeclaration(node)) {
    return node.exportClause?.elements?.map(({ name }) => name.text) ?? ["*"];
  }
  const modifiers = node.modifiers?.map(({ kind }) => kind) ?? [];
  if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) {
    return [];
  }
  if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) {
    return ["default"];
  }
  return (node.declarationList?.declarations ?? [node]).map(({ name }) =>
    nameOf(name)
  );
}

/** Adds to the list of a name; a name may be "constructor". */
export function add(lists, name, value) {
  if (!Object.hasOwn(lists, name)) {
    lists[name] = [];
  }
  lists[name].push(value);
}

const paths = JSON.parse(readFileSync(0, "utf8"));
const found = paths.map((path) => {
  try {
    return [path, factsOf(path)];
  } catch (error) {
    return [path, { error: error.message.split("\n")[0] }];
  }
});
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
