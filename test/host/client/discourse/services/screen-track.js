import { cancel } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import discourseLater from "discourse/lib/later";

const TICK = 1000; // ms
const FLUSH_AFTER = 3000; // ms of new reading

/**
 * How long each post of a topic was on the screen, told to the server: this is
 * what marks posts, and the notifications of them, as read.
 */
export default class ScreenTrack extends Service {
  @service currentUser;

  #controller = null;
  #onscreen = [];
  #timer = null;
  #timings = new Map();
  #topicId = null;
  #topicTime = 0;

  willDestroy() {
    super.willDestroy(...arguments);
    cancel(this.#timer);
  }

  start(topicId, controller) {
    if (this.#topicId && this.#topicId !== topicId) {
      this.flush();
    }
    this.reset();
    this.#topicId = topicId;
    this.#controller = controller;
    this.#tickLater();
  }

  stop() {
    cancel(this.#timer);
    this.flush();
    this.reset();
    this.#topicId = null;
    this.#controller = null;
  }

  reset() {
    cancel(this.#timer);
    this.#onscreen = [];
    this.#timings.clear();
    this.#topicTime = 0;
  }

  setOnscreen(postNumbers) {
    this.#onscreen = postNumbers;
  }

  /** Sends what has been read since the last time. */
  async flush() {
    if (!this.currentUser || !this.#timings.size) {
      return;
    }
    const topicId = this.#topicId;
    const controller = this.#controller;
    const timings = Object.fromEntries(this.#timings);
    const topicTime = this.#topicTime;
    this.#timings.clear();
    this.#topicTime = 0;

    await ajax("/topics/timings", {
      type: "POST",
      data: { timings, topic_time: topicTime, topic_id: topicId },
      headers: { "X-SILENCE-LOGGER": "true" },
    });
    controller?.readPosts(topicId, Object.keys(timings).map(Number));
  }

  tick() {
    if (!document.hidden && document.hasFocus()) {
      this.#topicTime += TICK;
      for (const number of this.#onscreen) {
        this.#timings.set(number, (this.#timings.get(number) || 0) + TICK);
      }
      if (this.#topicTime >= FLUSH_AFTER) {
        this.flush();
      }
    }
    this.#tickLater();
  }

  #tickLater() {
    this.#timer = discourseLater(this, "tick", TICK);
  }
}
