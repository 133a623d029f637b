export default {
  extends: ["@discourse/lint-configs/stylelint"],
  overrides: [
    {
      // sides by their role in the line, so that they are right for languages written from right to left
      files: ["assets/stylesheets/**/*.scss"],
      rules: {
        "property-disallowed-list": [
          "float",
          "/^(margin|padding|border)-(left|right)/",
        ],
        "declaration-property-value-disallowed-list": {
          "text-align": ["left", "right"],
        },
      },
    },
  ],
};
