/** [date=2026-11-23 time=10:00:00 timezone="Europe/Berlin"]: the browser writes it in the reader's own zone. */
export default function localDates(md) {
  md.bbcodeInlines.set("date", {
    empty: true,
    render(state, { _default: date, time, timezone, format }) {
      const open = state.push("date_open", "span", 1);
      open.attrs = [
        ["data-date", date ?? ""],
        ["data-time", time],
        ["data-timezone", timezone],
        ["data-format", format],
        ["class", "discourse-local-date"],
      ].filter(([, value]) => value !== undefined);
      const zone = timezone ? ` (${timezone})` : "";
      state.push("text", "", 0).content =
        [date, time].filter(Boolean).join("T") + zone;
      state.push("date_close", "span", -1);
    },
  });
}
