// Takes out of the tests what is slow and the platform's own: RSA pairs are made a few times, and a secret is stretched once
// for each salt and number of rounds. Each change is tried by all tests that reach it, which is often all of them.
const PAIRS = 3; // so that two members still have two

const { importKey, deriveKey, generateKey } = SubtleCrypto.prototype;
const secrets = new WeakMap();
const stretched = new Map();
const pairs = new Map();

SubtleCrypto.prototype.importKey = async function (...args) {
  const key = await importKey.apply(this, args);
  if (key.algorithm.name === "PBKDF2") {
    secrets.set(key, String(args[1]));
  }
  return key;
};

SubtleCrypto.prototype.deriveKey = async function (algorithm, key, ...others) {
  const make = () => deriveKey.call(this, algorithm, key, ...others);
  if (!secrets.has(key)) {
    return make();
  }
  const { salt, ...named } = algorithm;
  const name = JSON.stringify([secrets.get(key), String(salt), named, others]);
  if (!stretched.has(name)) {
    stretched.set(name, make());
  }
  return stretched.get(name);
};

SubtleCrypto.prototype.generateKey = async function (algorithm, ...others) {
  const make = () => generateKey.call(this, algorithm, ...others);
  if (algorithm.name !== "RSA-OAEP") {
    return make();
  }
  const name = JSON.stringify([algorithm, others]);
  const made = pairs.get(name) ?? [];
  pairs.set(name, made);
  // The oldest comes last.
  made.push(made.length < PAIRS ? await make() : made.shift());
  return made.at(-1);
};
