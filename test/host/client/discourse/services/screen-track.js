import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";

const FLUSH_MS = 5_000;
const TICK_MS = 1_000;

/** How long each post was seen: posted to /topics/timings, which marks it and its notification as read. */
export default class ScreenTrack extends Service {
  @service currentUser;
  @service appEvents;

  _timings = new Map();
  _totalTimings = new Map();
  _topicTime = 0;
  _lastFlush = 0;
  _topicId = null;
  _onscreen = [];

  willDestroy() {
    super.willDestroy(...arguments);
    this.stop();
  }

  start(topicId, topicController) {
    if (this._topicId && this._topicId !== topicId) {
      this.flush();
    }
    this.reset();
    this._topicId = topicId;
    this._topicController = topicController;
    clearInterval(this._interval);
    this._interval = setInterval(() => this.tick(), TICK_MS);
  }

  stop() {
    if (!this._topicId) {
      return;
    }
    this.tick();
    this.flush();
    this.reset();
    clearInterval(this._interval);
    this._topicId = null;
    this._topicController = null;
  }

  setOnscreen(onscreen) {
    this._onscreen = onscreen;
  }

  reset() {
    this._timings = new Map();
    this._totalTimings = new Map();
    this._topicTime = 0;
    this._lastFlush = 0;
    this._lastTick = Date.now();
    this._onscreen = [];
  }

  tick() {
    const elapsed = Date.now() - this._lastTick;
    this._lastTick = Date.now();
    if (document.hidden || !this._topicId) {
      return;
    }
    this._topicTime += elapsed;
    this._lastFlush += elapsed;
    for (const postNumber of this._onscreen) {
      const seen = this._timings.get(postNumber) ?? 0;
      this._timings.set(postNumber, seen + elapsed);
    }
    // what was not told before is told at once
    const rush = [...this._timings.keys()].some(
      (number) => !this._totalTimings.has(number)
    );
    if (rush || this._lastFlush > FLUSH_MS) {
      this.flush();
    }
  }

  async flush() {
    const timings = Object.fromEntries(this._timings);
    if (!this.currentUser || Object.keys(timings).length === 0) {
      return;
    }
    const data = {
      topic_id: this._topicId,
      topic_time: this._topicTime,
      timings,
    };
    const controller = this._topicController;
    for (const [number, milliseconds] of this._timings) {
      const total = this._totalTimings.get(number) ?? 0;
      this._totalTimings.set(number, total + milliseconds);
    }
    this._timings = new Map();
    this._topicTime = 0;
    this._lastFlush = 0;
    await ajax("/topics/timings", { type: "POST", data });
    if (this.isDestroying || this.isDestroyed) {
      return;
    }
    const postNumbers = Object.keys(timings).map(Number);
    controller?.readPosts?.(data.topic_id, postNumbers);
    this.appEvents.trigger("topic:timings-sent", data);
  }
}
