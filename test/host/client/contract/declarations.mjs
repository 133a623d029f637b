// What core declares: @discourse/types, read through the TypeScript compiler.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { REPO } from "../build/paths.mjs";

const require = createRequire(join(REPO, "package.json"));
const ts = require("typescript");

const TYPES = join(REPO, "node_modules/discourse");
// Core's add-ons with folders of their own; everything else is the application's.
const ADD_ONS =
  /^(admin|dialog-holder|float-kit|select-kit|truth-helpers|tests)\//;

/** @returns {string|undefined} the declaration file for a host module's path without extension */
export function declarationFor(path) {
  const inside = ADD_ONS.test(path) ? path : `app/${path}`;
  const base = join(TYPES, "declarations", inside);
  return [`${base}.d.ts`, join(base, "index.d.ts")].find(existsSync);
}

/** Answers questions about declaration files. */
export class Declarations {
  #checker;
  #program;

  /** @param {string[]} files declaration files */
  constructor(files) {
    this.#program = ts.createProgram(files, {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowJs: true,
      skipLibCheck: true,
      noEmit: true,
      typeRoots: [join(TYPES, "external-types")],
      types: [
        "ember-source",
        "glimmer__component",
        "rsvp",
        "qunit",
        "pretender",
      ],
      paths: { "discourse/*": [join(TYPES, "declarations/app/*")] },
      // Core's declarations import core's packages, which only core has.
      noResolve: false,
    });
    this.#checker = this.#program.getTypeChecker();
  }

  /** @returns {object|undefined} the symbol behind an exported name */
  exported(file, name) {
    const module = this.#checker.getSymbolAtLocation(
      this.#program.getSourceFile(file)
    );
    const symbol =
      module &&
      this.#checker
        .getExportsOfModule(module)
        .find((candidate) => candidate.name === name);
    return symbol?.declarations?.some(isAlias)
      ? this.#checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** @returns {number} how many arguments it takes at most; Infinity for anything that is not a plain function */
  arity(symbol) {
    const type = this.#checker.getTypeOfSymbol(symbol);
    const counts = type
      .getCallSignatures()
      .map((signature) =>
        signature.declaration?.parameters.some(
          (parameter) => parameter.dotDotDotToken
        )
          ? Infinity
          : signature.parameters.length
      );
    return counts.length ? Math.max(...counts) : Infinity;
  }

  /** @returns {object|undefined} a member of a class, inherited ones included; null where core's base is unknown */
  member(symbol, name, isStatic) {
    const type =
      this.isClass(symbol) && !isStatic
        ? this.#checker.getDeclaredTypeOfSymbol(symbol)
        : this.#checker.getTypeOfSymbol(symbol);
    return this.#checker.getPropertyOfType(type, name);
  }

  isClass(symbol) {
    return symbol.declarations?.some(ts.isClassDeclaration) ?? false;
  }
}

function isAlias(declaration) {
  return (
    ts.isExportSpecifier(declaration) || ts.isExportAssignment(declaration)
  );
}
