// What a host module offers: its exports, the public members of its classes, how many arguments each takes.
import { parseSync } from "@babel/core";
import { Preprocessor } from "content-tag";
import { readFileSync } from "node:fs";

const MARK = /\bhost-only\b/;
const FIRST_COMMENT = /^\s*((\/\/.*\n\s*)+|\/\*[^]*?\*\/)/;
const preprocessor = new Preprocessor();

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {boolean} isStatic
 * @property {number} [required] arguments it cannot do without; absent where it is no function
 * @property {boolean} marked a comment says that core has none like it
 * @property {number} line
 *
 * @typedef {object} Export
 * @property {string} name "default" for the default export
 * @property {number} [required]
 * @property {Member[]} members
 * @property {boolean} marked
 * @property {number} line
 */

/**
 * @param {string} file absolute path
 * @returns {{ marked: boolean, exports: Export[] }} `marked`: the file's first comment says host-only
 */
export function readHostModule(file) {
  const source = readFileSync(file, "utf8");
  const code = file.endsWith(".gjs")
    ? preprocessor.process(source, { filename: file }).code
    : source;
  const { program } = parseSync(code, {
    babelrc: false,
    configFile: false,
    sourceType: "module",
    parserOpts: { plugins: ["decorators-legacy"] },
  });
  const [firstComment = ""] = FIRST_COMMENT.exec(source) ?? [];
  const local = new Map(
    program.body
      .map((node) => node.declaration ?? node)
      .filter((node) => node.id)
      .map((node) => [node.id.name, node])
  );
  return {
    marked: MARK.test(firstComment),
    exports: program.body.flatMap((node) => exportsOf(node, local)),
  };
}

function exportsOf(node, local) {
  const about = { marked: isMarked(node), line: node.loc.start.line };
  if (node.type === "ExportDefaultDeclaration") {
    return [{ name: "default", ...about, ...shape(node.declaration, local) }];
  }
  if (node.type !== "ExportNamedDeclaration") {
    return [];
  }
  if (!node.declaration) {
    return node.specifiers.map(({ exported, local: inner }) => ({
      name: exported.name,
      ...about,
      ...shape(node.source ? null : inner, local),
    }));
  }
  if (node.declaration.type === "VariableDeclaration") {
    return node.declaration.declarations.map(({ id, init }) => ({
      name: id.name,
      ...about,
      ...shape(init, local),
    }));
  }
  return [
    {
      name: node.declaration.id.name,
      ...about,
      ...shape(node.declaration, local),
    },
  ];
}

// Follows a name to its class or function; `singleton(Site)` is the class Site.
function shape(node, local) {
  switch (node?.type) {
    case "Identifier":
      return shape(local.get(node.name), new Map());
    case "CallExpression":
      return node.arguments.length === 1 && node.callee.type === "Identifier"
        ? shape(node.arguments[0], local)
        : { members: [] };
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return { members: [], required: required(node.params) };
    case "ClassDeclaration":
    case "ClassExpression":
      return { members: node.body.body.flatMap(member) };
    default:
      return { members: [] };
  }
}

function member(node) {
  const name = node.key?.name ?? node.key?.value;
  const isPublic =
    !node.computed &&
    typeof name === "string" &&
    node.type !== "ClassPrivateProperty" &&
    node.type !== "ClassPrivateMethod" &&
    name !== "constructor";
  if (!isPublic || isInjected(node) || isAttribute(node, name)) {
    return [];
  }
  return [
    {
      name,
      isStatic: Boolean(node.static),
      marked: isMarked(node),
      line: node.loc.start.line,
      required:
        node.type === "ClassMethod" && node.kind === "method"
          ? required(node.params)
          : undefined,
    },
  ];
}

// Core injects services into everything; which ones a class asks for itself is its own affair.
function isInjected({ decorators = [] }) {
  return decorators.some(
    ({ expression }) => (expression.callee ?? expression).name === "service"
  );
}

// A field in the server's spelling is an attribute of the JSON, which core's declarations name or leave out.
function isAttribute({ type }, name) {
  return type === "ClassProperty" && name.includes("_");
}

function required(params) {
  const first = params.findIndex(
    ({ type }) => type === "AssignmentPattern" || type === "RestElement"
  );
  return first === -1 ? params.length : first;
}

function isMarked(node) {
  return Boolean(node.leadingComments?.some(({ value }) => MARK.test(value)));
}
