import { tracked } from "@glimmer/tracking";
import type { Reading } from "./reading";

interface Place {
  topicId: number;
  postId: number | null;
  state: Reading["state"];
}

/** What cannot be read on this page, so that it can be said once for all of it. A template that asked follows it. */
export class ClosedPosts {
  @tracked private places: ReadonlyMap<object, Place> = new Map();

  /** @param place what shows the post, for as long as it does */
  note(
    place: object,
    topicId: number,
    { state }: Reading,
    postId: number | null = null
  ): void {
    this.#change((places) =>
      state === "open"
        ? places.delete(place)
        : places.set(place, { topicId, postId, state })
    );
  }

  forget(place: object): void {
    this.#change((places) => places.delete(place));
  }

  has(topicId: number, state: Reading["state"]): boolean {
    return [...this.places.values()].some(
      (place) => place.topicId === topicId && place.state === state
    );
  }

  /** Why that post cannot be read here; undefined where it can, or is not known yet. */
  stateOf(postId: number): Reading["state"] | undefined {
    return [...this.places.values()].find((place) => place.postId === postId)
      ?.state;
  }

  #change(change: (places: Map<object, Place>) => unknown): void {
    const places = new Map(this.places);
    if (change(places)) {
      this.places = places;
    }
  }
}
