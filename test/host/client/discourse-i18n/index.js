// Core's package discourse-i18n: texts by dotted key, with placeholders, plurals and a fall-back to English.
const PLACEHOLDER = /(?:\{\{|%\{)(.*?)(?:\}\}?)/g;

export class I18nMissingInterpolationArgument extends Error {
  constructor(message) {
    super(message);
    this.name = "I18nMissingInterpolationArgument";
  }
}

export class I18n {
  defaultLocale = "en";
  locale = null;
  fallbackLocale = null;
  translations = {};
  extras = {};
  noFallbacks = false;
  // In tests a missing argument is an error rather than a mark in the text.
  testing = false;

  translate = (scope, options = {}) => {
    const text = this.findTranslationWithFallback(scope, options);
    if (text === undefined || text === null || typeof text === "object") {
      return (
        options.translatedFallback ??
        this.missingTranslation(scope, null, options)
      );
    }
    return this.interpolate(text, options, scope);
  };

  t = this.translate;

  get currentBcp47Locale() {
    return this.currentLocale().replace("_", "-");
  }

  currentLocale() {
    return this.locale || this.defaultLocale;
  }

  /** Takes the texts that the page brought with it. */
  loadData() {
    const data = globalThis._discourse_locale_data;
    if (data) {
      this.locale = data.locale ?? this.locale;
      this.translations = data.translations ?? {};
      this.extras = data.extras ?? {};
    }
  }

  findTranslationWithFallback(scope, options) {
    const locales = [options.locale ?? this.currentLocale()];
    if (!this.noFallbacks) {
      locales.push(this.fallbackLocale, this.defaultLocale, "en");
    }
    for (const locale of locales.filter(Boolean)) {
      const found = this.findTranslation(scope, { ...options, locale });
      if (found !== undefined && found !== null) {
        return found;
      }
    }
  }

  findTranslation(scope, options) {
    const found = this.lookup(scope, options);
    return found && typeof options.count === "number"
      ? this.pluralize(found, scope, options)
      : found;
  }

  lookup(scope, options = {}) {
    const locale = options.locale ?? this.currentLocale();
    let key = Array.isArray(scope) ? scope.join(".") : scope;
    if (options.scope) {
      key = `${options.scope}.${key}`;
    }
    const path = key.split(".");
    const inJs = path[0] === "js" ? path : ["js", ...path];
    return (
      walk(this.translations[locale], inJs) ??
      walk(this.extras[locale], path) ??
      options.defaultValue
    );
  }

  pluralize(translation, _scope, options) {
    if (typeof translation !== "object") {
      return translation;
    }
    const rules = new Intl.PluralRules(this.currentBcp47Locale);
    return (
      translation[rules.select(Math.abs(options.count))] ?? translation.other
    );
  }

  interpolate(message, options = {}, scope) {
    if (typeof message !== "string") {
      return message;
    }
    return message.replace(PLACEHOLDER, (placeholder, name) => {
      const value = options[name];
      if (value !== undefined && value !== null) {
        return String(value);
      }
      const missing = `[missing ${placeholder} value]`;
      if (this.testing) {
        throw new I18nMissingInterpolationArgument(`${scope}: ${missing}`);
      }
      return missing;
    });
  }

  missingTranslation(scope, key, options) {
    const suffix = key ? `.${key}` : "";
    const count =
      options && "count" in options
        ? ` count=${JSON.stringify(options.count)}`
        : "";
    return `[${this.currentLocale()}.${scope}${suffix}${count}]`;
  }
}

function walk(tree, path) {
  return path.reduce((node, step) => node?.[step], tree);
}

const instance = new I18n();
window.I18n = instance;

export default instance;

/** @returns {string} the text for a key, e.g. `i18n("user.title")` */
export function i18n(scope, options) {
  return instance.t(scope, options);
}
