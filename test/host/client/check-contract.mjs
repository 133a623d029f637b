// Core is the contract: every name a host module exports, every public member of its classes and every argument they
// need must be in core's declarations (@discourse/types) at the same path. What only the host has says so in a comment
// with the word "host-only", and is counted.
//
//   node test/host/client/check-contract.mjs
import { relative } from "node:path";
import { filesBelow } from "./build/files.mjs";
import { HOST_MODULES, REPO } from "./build/paths.mjs";
import { declarationFor, Declarations } from "./contract/declarations.mjs";
import { readHostModule } from "./contract/host-modules.mjs";

// The members of a component serve its own template, and a template has none.
const INNER = /^(.*\/)?(components|ui-kit|templates|connectors)\//;

// Core's base route calls it on every route that has one, without declaring it.
const HOOKS = ["titleToken"];

// Ember calls a route's hooks, and gives them what it has whatever core's own methods take.
const CALLED_BY_EMBER = /^(admin\/)?routes\//;

const failures = [];
let hostOnly = 0;
let checked = 0;

const modules = filesBelow(HOST_MODULES)
  .filter((file) => /\.g?js$/.test(file))
  .map((file) => {
    const path = relative(HOST_MODULES, file).replace(/\.g?js$/, "");
    return {
      file,
      path,
      declaration: declarationFor(path),
      ...readHostModule(file),
    };
  });
const declarations = new Declarations(
  modules.map(({ declaration }) => declaration).filter(Boolean)
);

for (const module of modules) {
  if (module.marked) {
    hostOnly += module.exports.length;
  } else if (!module.declaration) {
    fail(module, { line: 1 }, "core has no module of this name");
  } else {
    module.exports.forEach((exported) => checkExport(module, exported));
  }
}

failures.forEach((failure) => process.stdout.write(`${failure}\n`));
process.stdout.write(
  `${checked} names checked against core, ${hostOnly} host-only, ${failures.length} wrong\n`
);
process.exitCode = failures.length ? 1 : 0;

function checkExport(module, exported) {
  if (exported.marked) {
    hostOnly++;
    return;
  }
  checked++;
  const symbol = declarations.exported(module.declaration, exported.name);
  if (!symbol) {
    fail(module, exported, `core does not export "${exported.name}"`);
    return;
  }
  checkArguments(module, exported, symbol);
  if (declarations.isClass(symbol) && !INNER.test(module.path)) {
    exported.members
      .filter(({ name }) => !name.startsWith("_") && !HOOKS.includes(name))
      .forEach((member) => checkMember(module, member, symbol));
  }
}

function checkMember(module, member, symbol) {
  if (member.marked) {
    hostOnly++;
    return;
  }
  checked++;
  const declared = declarations.member(symbol, member.name, member.isStatic);
  if (declared) {
    checkArguments(module, member, declared);
  } else {
    fail(module, member, `core's class has no "${member.name}"`);
  }
}

function checkArguments(module, { name, line, required = 0 }, symbol) {
  const most = declarations.arity(symbol);
  if (required > most && !CALLED_BY_EMBER.test(module.path)) {
    fail(
      module,
      { line },
      `"${name}" needs ${required} arguments, core gives ${most}`
    );
  }
}

function fail({ file }, { line }, message) {
  failures.push(`${relative(REPO, file)}:${line}: ${message}`);
}
