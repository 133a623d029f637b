import Helper from "@ember/component/helper";

/**
 * Makes a template helper of a function that cleans up after itself: `helperFn((args, on) => { on.cleanup(…) })`.
 * The cleanup runs before the function runs again, and when the helper goes.
 */
export default function helperFn(callback) {
  return class FunctionHelper extends Helper {
    #cleanups = [];

    willDestroy() {
      super.willDestroy(...arguments);
      this.#cleanUp();
    }

    compute(_, named) {
      this.#cleanUp();
      return callback(named, {
        cleanup: (cleanup) => this.#cleanups.push(cleanup),
      });
    }

    #cleanUp() {
      this.#cleanups.forEach((cleanup) => cleanup());
      this.#cleanups = [];
    }
  };
}
