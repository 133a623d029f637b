/**
 * What a decrypted text may consist of. Whatever is not listed here goes: core, its
 * plugins and themes look through every post for marks of their own, and what they
 * do with them (fetch, embed, tick a box, insert HTML) is not known here.
 */

/** Elements that core's Markdown makes and that load nothing by themselves. */
export const TAGS = [
  ..."a abbr aside b bdi bdo big blockquote br cite code dd del details dfn".split(
    " "
  ),
  ..."div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q".split(
    " "
  ),
  ..."rp rt ruby s samp small span strike strong sub summary sup".split(" "),
  ..."table tbody td tfoot th thead tr tt u ul var".split(" "),
];

type Rule = (value: string) => boolean;

function says(pattern: RegExp): Rule {
  return (value) => pattern.test(value);
}

const flag = says(/^$/);
const span = says(/^[1-9]\d?$/);
const number = says(/^[1-9]\d{0,9}$/);
const align = says(/^(?:left|right|center|justify)$/);

/** As long as what core writes there, with room for zones yet to come. */
const ZONE = /^[a-z][\w+-]*(?:\/[\w+-]+){0,3}$/i;

/** Core's clock writes the name of a zone it does not know to the console, and HTML. */
function isZone(value: string): boolean {
  try {
    return (
      ZONE.test(value) &&
      Boolean(new Intl.DateTimeFormat("en", { timeZone: value }))
    );
  } catch {
    return false;
  }
}

function areZones(value: string): boolean {
  const zones = value.split("|");
  return zones.length <= 10 && zones.every(isZone);
}

/** Of core's local dates: their owner writes some of it into the page as HTML. */
export const DATE_ATTRIBUTES: Record<string, Rule> = {
  "data-date": says(/^\d{4}-\d\d-\d\d$/),
  "data-time": says(/^\d\d:\d\d(?::\d\d)?$/),
  "data-timezone": isZone,
  "data-displayed-timezone": isZone,
  "data-timezones": areZones,
  "data-format": says(/^[\p{L}\p{N} ,.:;/()'[\]_-]{1,40}$/u),
  "data-recurring": says(
    /^[1-9]\d{0,2}\.(?:minute|hour|day|week|month|quarter|year)s?$/
  ),
  "data-countdown": says(/^true$/),
  "data-calendar": says(/^(?:on|off)$/),
  "data-range": says(/^(?:from|to|true)$/),
};

const ANYWHERE: Record<string, Rule> = {
  class: () => true, // looked at name by name
  dir: says(/^(?:ltr|rtl|auto)$/),
  lang: says(/^[a-z]{1,8}(?:-[a-z\d]{1,8}){0,4}$/i),
  title: () => true,
};

const cell = { align, colspan: span, rowspan: span };

const ON: Record<string, Record<string, Rule>> = {
  a: { href: leadsToAPage },
  aside: {
    "data-username": says(/^[\p{L}\p{M}\p{N} ._-]{1,100}$/u),
    "data-post": number,
    "data-topic": number,
  },
  details: { open: flag },
  div: {
    align,
    "data-callout-type": says(/^(?:note|tip|important|warning|caution)$/),
  },
  ol: { start: says(/^-?\d{1,9}$/), reversed: flag },
  p: { align },
  span: DATE_ATTRIBUTES,
  table: { align },
  td: cell,
  th: { ...cell, scope: says(/^(?:row|col|rowgroup|colgroup)$/) },
  tr: { align },
};

/** The names of all of these. */
export const ATTRIBUTES = [ANYWHERE, ...Object.values(ON)].flatMap((rules) =>
  Object.keys(rules)
);

export function isAllowed(element: Element, { name, value }: Attr): boolean {
  const rule = ON[element.localName]?.[name] ?? ANYWHERE[name];
  return rule?.(value) ?? false;
}

/** Classes, and on what: those that core's own Markdown writes and only styles. */
const CLASSES = [
  "a.anchor",
  "aside.quote",
  "aside.no-group",
  "aside.quote > div.title",
  "aside.quote > .title > div.quote-controls",
  "div.callout",
  ".callout > p.callout__title",
  ".callout > div.callout__content",
  "div.spoiler",
  "span.spoiler",
  "span.discourse-local-date",
  "span.bbcode-b",
  "span.bbcode-i",
  "span.bbcode-u",
  "span.bbcode-s",
];
const LANGUAGE = /^lang-[\w+#.-]{1,40}$/;

/** Parents before their children: what a class means can depend on the parent's. */
export function isAllowedClass(element: Element, name: string): boolean {
  return (
    (element.matches("pre > code") && LANGUAGE.test(name)) ||
    CLASSES.some(
      (selector) => selector.endsWith(`.${name}`) && element.matches(selector)
    )
  );
}

/** Seen from the page: `null` where no browser could go there. */
export function parseUrl(value: string | null): URL | null {
  try {
    return value ? new URL(value, window.location.href) : null;
  } catch {
    return null;
  }
}

/** Whether an address leads to a page, a mail or a phone, and runs or embeds nothing. */
function leadsToAPage(value: string): boolean {
  const url = parseUrl(value);
  return (
    url !== null &&
    ["https:", "http:", "mailto:", "tel:"].includes(url.protocol)
  );
}
