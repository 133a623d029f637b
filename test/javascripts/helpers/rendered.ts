/**
 * What decrypted HTML may consist of, said a second time and on purpose not taken from the
 * sanitizer: a list that both used could be wrong for both.
 */
const ELEMENTS = new Set(
  (
    "a abbr aside b bdi bdo big blockquote br button cite code dd del details dfn div dl dt em " +
    "h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strike " +
    "strong sub summary sup table tbody td tfoot th thead tr tt u ul var"
  ).split(" ")
);

const ZONE = "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*";

/** attribute → what it may say, and on which elements */
const ATTRIBUTES: Record<string, [elements: string, value: RegExp]> = {
  title: ["*", /^[^]*$/],
  dir: ["*", /^(ltr|rtl|auto)$/],
  lang: ["*", /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/],
  class: ["*", /^[a-z_+#.A-Z0-9 -]+$/],
  align: ["div p td th tr table", /^(left|right|center|justify)$/],
  href: ["a", /^[^]*$/],
  rel: ["a", /^noopener noreferrer nofollow ugc$/],
  target: ["a", /^_blank$/],
  open: ["details", /^$/],
  start: ["ol", /^-?[0-9]{1,9}$/],
  reversed: ["ol", /^$/],
  colspan: ["td th", /^[0-9]{1,2}$/],
  rowspan: ["td th", /^[0-9]{1,2}$/],
  scope: ["th", /^(row|col|rowgroup|colgroup)$/],
  type: ["button", /^button$/],
  "data-src": ["button", /^https?:\/\/[^/]/],
  "data-alt": ["button", /^[^]*$/],
  "data-username": ["aside", /^[^<>&"'`]+$/],
  "data-post": ["aside", /^[0-9]+$/],
  "data-topic": ["aside", /^[0-9]+$/],
  "data-full": ["aside", /^true$/],
  "data-callout-type": ["div", /^(note|tip|important|warning|caution)$/],
  "data-date": ["span", /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/],
  "data-time": ["span", /^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$/],
  "data-timezone": ["span", new RegExp(`^${ZONE}$`)],
  "data-displayed-timezone": ["span", new RegExp(`^${ZONE}$`)],
  "data-timezones": ["span", new RegExp(`^${ZONE}([|]${ZONE})*$`)],
  "data-format": ["span", /^[^<>&"`]+$/],
  "data-recurring": ["span", /^[0-9]+\.[a-z]+$/],
  "data-countdown": ["span", /^true$/],
  "data-calendar": ["span", /^(on|off)$/],
  "data-range": ["span", /^(from|to|true)$/],
};

const CLASSES = new RegExp(
  "^(quote|no-group|title|quote-controls|anchor|spoiler|discourse-local-date|bbcode-[bius]|" +
    "callout|callout__title|callout__content|lang-[A-Za-z0-9_+#.-]+|" +
    // put there by the plugin itself
    "no-track-link|encrypted-messages-table)$"
);
const BUTTON = "btn btn-default btn-small encrypted-messages-image";

/** @returns what must not be there, in words; nothing where all is as it should be */
export function forbiddenIn(root: Element): string[] {
  return [...root.querySelectorAll("*")].flatMap(faultsOf);
}

function faultsOf(element: Element): string[] {
  const name = element.localName;
  if (
    !ELEMENTS.has(name) ||
    element.namespaceURI !== "http://www.w3.org/1999/xhtml"
  ) {
    return [`element ${name}`];
  }

  const faults = [...element.attributes].flatMap((attribute) =>
    allowed(name, attribute)
      ? []
      : [`${name} ${attribute.name}="${attribute.value}"`]
  );
  if (name === "button") {
    return element.className === BUTTON && element.childElementCount === 0
      ? faults
      : [...faults, "a button of nobody's"];
  }
  for (const className of element.classList) {
    if (!CLASSES.test(className)) {
      faults.push(`class ${className}`);
    }
  }
  if (name === "a" && !leadsToAPage(element.getAttribute("href"))) {
    faults.push(`address ${element.getAttribute("href")}`);
  }
  if (name === "a" && !element.classList.contains("no-track-link")) {
    faults.push("a tracked link");
  }
  if (
    element.matches("aside.quote") &&
    element.getAttribute("data-full") !== "true"
  ) {
    faults.push("a quote that can be unfolded");
  }
  if (element.matches(".discourse-local-date:not([data-date])")) {
    faults.push("a date without one");
  }
  return faults;
}

function allowed(element: string, { name, value }: Attr): boolean {
  const [elements, values] = ATTRIBUTES[name] ?? ["", /$^/];
  return (
    (elements === "*" || elements.split(" ").includes(element)) &&
    values.test(value)
  );
}

function leadsToAPage(href: string | null): boolean {
  if (href === null) {
    return true;
  }
  try {
    const { protocol } = new URL(href, window.location.href);
    return ["https:", "http:", "mailto:", "tel:"].includes(protocol);
  } catch {
    return false;
  }
}
