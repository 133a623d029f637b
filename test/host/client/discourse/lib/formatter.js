import escape from "discourse/lib/escape";
import { i18n } from "discourse-i18n";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const locale = () => document.documentElement.lang || "en";

/** Date and time in full, as a title shows it. */
export function longDate(date) {
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(date);
}

function shortDate(date) {
  const thisYear = date.getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(locale(), {
    month: "short",
    ...(thisYear ? { day: "numeric" } : { year: "2-digit", day: undefined }),
  }).format(date);
}

/**
 * How long ago a date was, in core's short form.
 * @param {Date} date
 * @param {{format?: "tiny"|"medium"}} [options] "medium" gives words: "3 mins ago"
 */
export function relativeAge(date, { format = "tiny", leaveAgo = false } = {}) {
  const seconds = Math.max(0, Math.round((Date.now() - date) / 1000));
  const scope = format === "medium" && !leaveAgo ? "medium_with_ago" : format;
  const t = (unit, count) => i18n(`dates.${scope}.${unit}`, { count });
  if (seconds < MINUTE) {
    return format === "medium" ? i18n("now") : t("less_than_x_minutes", 1);
  }
  if (seconds < HOUR) {
    return t("x_minutes", Math.round(seconds / MINUTE));
  }
  if (seconds < DAY) {
    return t(
      format === "medium" ? "x_hours" : "about_x_hours",
      Math.round(seconds / HOUR)
    );
  }
  if (seconds < 30 * DAY) {
    return t("x_days", Math.round(seconds / DAY));
  }
  return shortDate(date);
}

/** The HTML of a date that `updateRelativeAge` keeps fresh. */
export function autoUpdatingRelativeAge(date, options = {}) {
  if (!date || isNaN(+date)) {
    return "";
  }
  const { format = "tiny", title = false, leaveAgo = false } = options;
  const titleAttribute = title ? ` title="${escape(longDate(date))}"` : "";
  return `<span class="relative-date date" data-time="${date.getTime()}" data-format="${format}"${titleAttribute}>${escape(relativeAge(date, { format, leaveAgo }))}</span>`;
}
