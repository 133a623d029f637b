import { isBlank } from "@ember/utils";
import { i18n } from "discourse-i18n";

const ACCEPTED = ["yes", "on", true, 1, "true"];

/** Checks one value against the rules of ValidationParser; each method returns the message, if any. */
export default class Validator {
  constructor(value, rules = {}) {
    this.value = value;
    this.rules = rules;
  }

  async validate(type) {
    const errors = [];
    for (const rule of Object.keys(this.rules ?? {})) {
      const check = this[`${rule}Validator`];
      if (!check) {
        throw new Error(`Unknown validator: ${rule}`);
      }
      const error = await check.call(this, this.value, this.rules[rule], type);
      if (error) {
        errors.push(error);
      }
    }
    return errors;
  }

  requiredValidator(value, rule, type) {
    if (isMissing(value, rule, type)) {
      return i18n("form_kit.errors.required");
    }
  }

  lengthValidator(value, { min, max }) {
    if (isBlank(value)) {
      return;
    }
    if (max && value.length > max) {
      return i18n("form_kit.errors.too_long", { count: max });
    }
    if (min && value.length < min) {
      return i18n("form_kit.errors.too_short", { count: min });
    }
  }

  betweenValidator(value, { min, max }) {
    if (max && value > max) {
      return i18n("form_kit.errors.too_high", { count: max });
    }
    if (min && value < min) {
      return i18n("form_kit.errors.too_low", { count: min });
    }
  }

  integerValidator(value) {
    if (!Number.isInteger(Number(value))) {
      return i18n("form_kit.errors.not_an_integer");
    }
  }

  numberValidator(value) {
    if (isNaN(Number(value))) {
      return i18n("form_kit.errors.not_a_number");
    }
  }

  acceptedValidator(value) {
    if (!ACCEPTED.includes(value)) {
      return i18n("form_kit.errors.not_accepted");
    }
  }

  urlValidator(value) {
    if (!URL.canParse(value)) {
      return i18n("form_kit.errors.invalid_url");
    }
  }

  startsWithValidator(value, { prefix }) {
    if (!isBlank(value) && !value.startsWith(prefix)) {
      return i18n("form_kit.errors.starts_with", { prefix });
    }
  }

  endsWithValidator(value, { suffix }) {
    if (!isBlank(value) && !value.endsWith(suffix)) {
      return i18n("form_kit.errors.ends_with", { suffix });
    }
  }
}

function isMissing(value, rule, type) {
  switch (type) {
    case "input-text":
      return !(rule.trim ? value?.trim() : value);
    case "input-number":
      return (!value && value !== 0) || isNaN(Number(value));
    case "question":
      return value !== false && !value;
    case "checkbox":
      return value !== true;
    default:
      return isBlank(value);
  }
}
