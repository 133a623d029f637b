import { trackedMap } from "@ember/reactive/collections";
import type { Reading } from "./reading";

interface Place {
  topicId: number;
  postId: number | null;
  state: Reading["state"];
}

/** What cannot be read on this page, so that it can be said once for all of it. A template that asked follows it. */
export class ClosedPosts {
  /** not tracked: a tracked map keeps each key that was ever asked for, and with a component all that it has shown */
  #places = new Map<object, Place>();
  /** the places of each post, and how many there are of a topic's */
  #posts = trackedMap<number, readonly Place[]>();
  #counts = trackedMap<string, number>();

  /** @param place what shows the post, for as long as it does */
  note(
    place: object,
    topicId: number,
    { state }: Pick<Reading, "state">,
    postId: number | null = null
  ): void {
    this.forget(place);
    if (state !== "open") {
      const closed = { topicId, postId, state };
      this.#places.set(place, closed);
      this.#count(closed, 1);
      this.#change(postId, (places) => [...places, closed]);
    }
  }

  forget(place: object): void {
    const closed = this.#places.get(place);
    if (closed) {
      this.#places.delete(place);
      this.#count(closed, -1);
      this.#change(closed.postId, (places) =>
        places.filter((each) => each !== closed)
      );
    }
  }

  has(topicId: number, state: Reading["state"]): boolean {
    return (this.#counts.get(`${topicId} ${state}`) ?? 0) > 0;
  }

  /** Why that post cannot be read here; undefined where it can, or is not known yet. */
  stateOf(postId: number): Reading["state"] | undefined {
    return this.#posts.get(postId)?.[0]?.state;
  }

  #count({ topicId, state }: Place, change: number): void {
    const name = `${topicId} ${state}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }

  #change(
    postId: number | null,
    change: (places: readonly Place[]) => readonly Place[]
  ): void {
    if (postId !== null) {
      const places = change(this.#posts.get(postId) ?? []);
      if (places.length > 0) {
        this.#posts.set(postId, places);
      } else {
        this.#posts.delete(postId);
      }
    }
  }
}
