const core = require("@discourse/lint-configs/template-lint");

module.exports = {
  ...core,
  overrides: [
    ...(core.overrides ?? []),
    {
      // what members see: translated, and within reach of keyboards and screen readers
      files: ["**/assets/javascripts/**/*.gts"],
      rules: {
        "link-href-attributes": true,
        "no-bare-strings": true,
        "no-positive-tabindex": true,
        "require-mandatory-role-attributes": true,
        "require-presentational-children": true,
        "require-valid-alt-text": true,
      },
    },
  ],
};
