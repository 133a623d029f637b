// What judging and proposing a secret needs of zxcvbn-ts: the estimator, the commonest passwords, how keys lie on
// keyboards, and the EFF's long list of words.
export { ZxcvbnFactory } from "@zxcvbn-ts/core";
export { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
