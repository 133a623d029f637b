import { tracked } from "@glimmer/tracking";
import type { Topic } from "../types/core";
import type { Closed } from "./reading";

/** What stands for a topic's title on this page, as something a template can follow. */
class ShownTitle {
  /** verified, with characters for emoji, and not escaped */
  @tracked title: string | null = null;

  /** our words in its place where there is more to say than that it is encrypted */
  @tracked notice: string | null = null;

  /** why it was not read */
  @tracked closed: Closed["state"] | null = null;
}

const shown = new WeakMap<object, ShownTitle>();

/** Beside the topic, not on it: what lies on core's models can come from the site. */
export function shownTitle(topic: Topic): ShownTitle {
  const known = shown.get(topic) ?? new ShownTitle();
  shown.set(topic, known);
  return known;
}
