import { trustHTML } from "@ember/template";
import { autoUpdatingRelativeAge } from "discourse/lib/formatter";

export default function dAgeWithTooltip(date, params = {}) {
  return trustHTML(
    autoUpdatingRelativeAge(new Date(date), { title: true, ...params })
  );
}
