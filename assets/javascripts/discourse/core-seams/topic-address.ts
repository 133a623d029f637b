/**
 * The number in the address under which a topic is shown. Core takes the topic's own number from the site's answer, which
 * could be of another topic than the one that the member came for, and has no hook that tells of both.
 */
import type { Topic } from "../types/core";
import { livingOwner } from "./living-owner";

interface Page {
  model?: Topic | null;
}

interface Router {
  currentRoute: {
    find(
      matches: (route: { name: string }) => boolean
    ): { params?: { id?: string } } | undefined;
  } | null;
}

/**
 * @param context anything with an owner
 * @returns NaN where `topic` is not the one whose page is open
 */
export function numberInAddress(context: object, topic: Topic): number {
  const owner = livingOwner(context);
  const page = owner?.lookup("controller:topic") as Page | undefined;
  const router = owner?.lookup("service:router") as Router | undefined;
  if (page?.model !== topic) {
    return NaN;
  }
  const route = router?.currentRoute?.find(({ name }) => name === "topic");
  return Number(route?.params?.id);
}
