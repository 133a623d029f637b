import DiscourseRecommended from "@discourse/lint-configs/eslint";
import TypeScriptParser from "@typescript-eslint/parser";

const PLUGIN = "{,admin/}assets/javascripts/**/*.{js,gjs,ts,gts}";
const HEART = "assets/javascripts/discourse/lib/**/*.ts";
// where the parts are that pages fetch by need
const FETCHING = "assets/javascripts/discourse/late/fetch.ts";
const CRYPTO = "assets/javascripts/discourse/lib/webcrypto.ts";

// Texts for members that are not taken from the locales; those in templates are ember-template-lint's.
const SHOWN =
  "/^(message|title|label|description|placeholder|text|[a-z]+(Label|Title|Text))$/";
const TELLING =
  "/^(alert|confirm|yesNoConfirm|deleteConfirm|notice|announce)$/";
const WORDS = "/[a-z,.] [a-z]/i";
const UNTRANSLATED = "Members' texts stand in config/locales.";

// What those in each folder of the client may not import, types included (docs/client.md).
const ABOVE = {
  compose: [
    "identity",
    "core-seams",
    "late",
    "late-services",
    "services",
    "components",
    "modifiers",
  ],
  identity: [
    "compose",
    "reading",
    "core-seams",
    "late",
    "late-services",
    "services",
    "components",
    "modifiers",
  ],
  reading: [
    "compose",
    "identity",
    "core-seams",
    "late",
    "late-services",
    "services",
    "components",
    "modifiers",
  ],
  "core-seams": [
    "identity",
    "late",
    "late-services",
    "services",
    "components",
    "modifiers",
  ],
  late: [],
  services: ["components", "modifiers"],
  "late-services": ["components", "modifiers"],
  modifiers: [
    "compose",
    "identity",
    "late",
    "late-services",
    "services",
    "components",
  ],
  components: [],
  "{api,pre}-initializers": [],
  // used by all of them
  ".": [
    "compose",
    "identity",
    "reading",
    "core-seams",
    "late",
    "late-services",
    "services",
    "components",
    "modifiers",
  ],
};
const downwards = ([folder, above]) => ({
  files: [
    `assets/javascripts/discourse/${folder === "." ? "" : `${folder}/**/`}*.{ts,gts}`,
  ],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: "^(\\.{1,2}/)+lib/(?!(index|marker)$)",
            message:
              "The heart has one door: lib/index. (What every page loads knows lib/marker alone.)",
          },
          {
            regex: `^(\\.{1,2}/)+(${[...above, "[a-z]+-initializers"].join("|")})(/|$)`,
            message: `${folder}/ does not know of this: what it needs is handed to it.`,
          },
          {
            regex: "^discourse/plugins/discourse-encrypted-messages/",
            message: "By its place in the plugin, so that it can be seen.",
          },
        ],
      },
    ],
  },
});

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
          message: "Web Crypto is called in lib/webcrypto.ts only.",
        },
        {
          selector: "ImportExpression, TSImportType",
          message: "At the top of the file, where the rules for imports are.",
        },
        {
          selector: `Property[key.name=${SHOWN}] > Literal[value=${WORDS}]`,
          message: UNTRANSLATED,
        },
        {
          selector: `CallExpression[callee.property.name=${TELLING}] > Literal[value=${WORDS}]`,
          message: UNTRANSLATED,
        },
      ],
    },
  },
  {
    files: [FETCHING],
    rules: { "no-restricted-syntax": "off" },
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
              regex: "^(\\./)*\\.\\./(?!vendor/)",
              message: "All others use the heart, never the other way.",
            },
          ],
        },
      ],
    },
  },
  ...Object.entries(ABOVE).map(downwards),
];
