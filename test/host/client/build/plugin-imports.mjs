// What a plugin may import by a bare name. Core rewrites such imports to a look-up in its own loader
// (app/loader-shims and the modules Ember itself brings), and never bundles an npm package for a plugin:
// an import outside this list would fail in a real Discourse, so it fails the build here.

const OFFERED = [
  /^discourse\//,
  /^discourse-i18n$/,
  /^@ember\//,
  /^@glimmer\/(component|tracking)$/,
  /^@ember-compat\/tracked-built-ins$/,
  /^@floating-ui\/dom$/,
  /^ember-curry-component$/,
  /^ember-modifier$/,
  /^jquery$/,
  /^pretty-text\/emoji(\/data)?$/,
  /^rsvp$/,
];

// Further modules that core's test bundle offers to a plugin's tests.
const OFFERED_TO_TESTS = [
  /^qunit$/,
  /^qunit-dom$/,
  /^ember-qunit$/,
  /^sinon$/,
  /^pretender$/,
];

/**
 * @param {string} specifier a bare module name, such as "@ember/service"
 * @param {boolean} fromTest whether a file under test/javascripts imports it
 * @returns {boolean} whether core would resolve it for a plugin
 */
export function offeredToPlugins(specifier, fromTest) {
  const patterns = fromTest ? [...OFFERED, ...OFFERED_TO_TESTS] : OFFERED;
  return patterns.some((pattern) => pattern.test(specifier));
}
