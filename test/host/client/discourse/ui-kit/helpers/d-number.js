import { trustHTML } from "@ember/template";

/** A count as core shows it: 12, 1.2k; the exact number stays in the title. */
export default function dNumber(value, { class: cssClass } = {}) {
  const number = Number(value) || 0;
  const short = number < 1000 ? `${number}` : `${(number / 1000).toFixed(1)}k`;
  return trustHTML(
    `<span class='number${cssClass ? ` ${cssClass}` : ""}' title='${number}'>${short}</span>`
  );
}
