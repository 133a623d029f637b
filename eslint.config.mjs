import DiscourseRecommended from "@discourse/lint-configs/eslint";
import TypeScriptParser from "@typescript-eslint/parser";

const PLUGIN = "assets/javascripts/**/*.{js,gjs,ts,gts}";
const HEART = "assets/javascripts/discourse/lib/**/*.ts";
const CRYPTO = "assets/javascripts/discourse/lib/crypto/**/*.ts";

export default [
  {
    ignores: [
      "**/vendor/**/*.js",
      "tmp/",
      "vendor/",
      "auto_generated/",
      "test/host/public/",
    ],
  },
  ...DiscourseRecommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parser: TypeScriptParser },
  },
  {
    // the compiler knows these better (noUnusedLocals, noUnusedParameters)
    files: ["**/*.{ts,gts}"],
    rules: {
      "no-undef": "off",
      "no-unused-vars": "off",
      "no-redeclare": "off",
    },
  },
  {
    files: [
      "bin/**/*.mjs",
      "test/host/client/*.mjs",
      "test/host/client/build/**",
    ],
    rules: { "no-console": "off" },
  },
  {
    // as in core, some classes are cut into several files, each injecting for the others
    files: ["test/host/client/**"],
    rules: { "discourse/no-unused-services": "off" },
  },

  // House rules
  {
    files: [PLUGIN],
    ignores: [CRYPTO],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(Identifier[name='subtle'], Literal[value='subtle'])",
          message: "Web Crypto is called in lib/crypto/ only.",
        },
      ],
    },
  },
  {
    files: [HEART],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^[^.]",
              message:
                "The heart imports neither Ember, Discourse nor packages.",
            },
            {
              regex:
                "^(\\.\\./)+(?!vendor/)[a-z-]*(services|components|connectors|helpers|modifiers|initializers|types|routes)/",
              message:
                "Services and components use the heart, never the other way.",
            },
          ],
        },
      ],
    },
  },
];
