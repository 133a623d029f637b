// In every page of a device, before anything else runs: notes long tasks and what is asked of the browser, and waits.
(() => {
  const tasks = [];
  const calls = [];
  const note = (name) => calls.push({ name, at: performance.now() });

  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
    type: "longtask",
    buffered: true,
  });
  counted(globalThis.SubtleCrypto?.prototype, "encrypt");
  counted(globalThis.SubtleCrypto?.prototype, "decrypt");
  counted(globalThis.SubtleCrypto?.prototype, "unwrapKey");
  counted(globalThis.SubtleCrypto?.prototype, "verify");
  counted(globalThis.IDBDatabase?.prototype, "transaction");

  function counted(holder, name) {
    const plain = holder?.[name];
    if (plain) {
      holder[name] = function (...args) {
        note(name);
        return plain.apply(this, args);
      };
    }
  }

  const frame = () => new Promise((done) => requestAnimationFrame(done));

  window.watch = {
    /** Forgets what was noted so far. */
    begin() {
      tasks.length = calls.length = 0;
      performance.clearResourceTimings();
    },

    /** Milliseconds; 0 where none was over 50, which is what browsers tell of. */
    async longestTask() {
      await new Promise((done) => setTimeout(done, 100)); // they are told of later
      return Math.max(0, ...tasks.map(({ duration }) => duration));
    },

    count: (name) => calls.filter((call) => call.name === name).length,

    /** The most in any second. */
    mostInASecond(name) {
      const times = calls.filter((call) => call.name === name);
      return Math.max(
        0,
        ...times.map(
          ({ at }) =>
            times.filter((other) => other.at >= at && other.at < at + 1000)
              .length
        )
      );
    },

    frame,

    /** Ends with the frame in which it holds. */
    async until(holds, what, seconds = 60) {
      const end = performance.now() + seconds * 1000;
      while (!holds()) {
        if (performance.now() > end) {
          throw new Error(`waited in vain: ${what}`);
        }
        await frame();
      }
      return performance.now();
    },

    /** Half a second without a request or a long task. */
    async idle() {
      const busy = () =>
        Math.max(
          0,
          ...performance
            .getEntriesByType("resource")
            .map(({ responseEnd }) => responseEnd),
          ...tasks.map(({ startTime, duration }) => startTime + duration)
        );
      while (performance.now() - busy() < 500) {
        await new Promise((done) => setTimeout(done, 50));
      }
    },

    /** Goes there as a click would; milliseconds from the site's answer that `answer` matches until `holds`. */
    async go(path, answer, holds) {
      this.begin();
      window.Discourse.lookup("service:router").transitionTo(path);
      const end = await this.until(holds, path);
      const { responseEnd } = performance
        .getEntriesByType("resource")
        .find(({ name }) => new RegExp(answer).test(name));
      return end - responseEnd;
    },
  };
})();
