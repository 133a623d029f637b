import { trustHTML } from "@ember/template";
import { autoUpdatingRelativeAge } from "discourse/lib/formatter";

/** A date as time gone by. The options come as strings, as core's templates give them. */
export default function dFormatDate(value, params = {}) {
  if (!value) {
    return;
  }
  return trustHTML(
    autoUpdatingRelativeAge(new Date(value), {
      format: params.format ?? "medium",
      title: !params.noTitle,
      leaveAgo: params.leaveAgo === "true",
    })
  );
}
