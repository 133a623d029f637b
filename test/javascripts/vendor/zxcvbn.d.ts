// Types of the module that `node bin/build-vendor.mjs --test` makes of bin/lib/zxcvbn.mjs.
export { ZxcvbnFactory } from "@zxcvbn-ts/core";
export { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
