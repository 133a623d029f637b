/** Reads "required|length:1,10" into `{ required: {…}, length: { min, max } }`. */
export default class ValidationParser {
  static parse(input) {
    return new ValidationParser().parse(input);
  }

  parse(input) {
    const rules = {};
    for (const rule of input?.split("|") ?? []) {
      const [name, args] = rule.split(":").filter(Boolean);
      rules[name] = this[`${name}Rule`]?.(args) ?? {};
    }
    return rules;
  }

  requiredRule(args = "") {
    return { trim: args.split(",")[0] === "trim" };
  }

  startsWithRule(prefix) {
    return { prefix };
  }

  endsWithRule(suffix) {
    return { suffix };
  }

  betweenRule(args) {
    return range("between", args);
  }

  lengthRule(args) {
    return range("length", args);
  }
}

function range(rule, args) {
  if (!args) {
    throw new Error(`\`${rule}\` rule expects min/max, eg: ${rule}:1,10`);
  }
  const [min, max] = args.split(",").map(Number);
  return { min, max };
}
