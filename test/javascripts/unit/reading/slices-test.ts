import { module, test } from "qunit";
import {
  Queue,
  Slices,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/slices";

module("Unit | Reading | encrypted-messages | slices", function () {
  /** What is done between pauses, by a clock that only the work moves on. */
  async function sliced(pieces: number[]): Promise<number[][]> {
    let time = 1000;
    const done: number[][] = [[]];
    const slices = new Slices({
      now: () => time,
      pause: () => {
        done.push([]);
        time += 500; // of others
        return Promise.resolve();
      },
    });
    for (const piece of pieces) {
      time += piece;
      done.at(-1)!.push(piece);
      await slices.pause();
    }
    return done;
  }

  test("gives way once a slice is long enough, and not before", async function (assert) {
    assert.deepEqual(await sliced([1, 1, 1]), [[1, 1, 1]]);
    assert.deepEqual(await sliced([5, 5, 5, 5, 5, 5]), [
      [5, 5, 5],
      [5, 5, 5],
      [],
    ]);
    assert.deepEqual(await sliced([40, 1, 40]), [[40], [1, 40], []]);
  });

  test("gives way to timers and to drawing", async function (assert) {
    const happened = new Set<string>();
    setTimeout(() => happened.add("timer"), 0);
    requestAnimationFrame(() => happened.add("drawing"));
    let time = 0;
    const slices = new Slices({ now: () => (time += 100) });
    const end = performance.now() + 5000;
    while (happened.size < 2 && performance.now() < end) {
      await slices.pause();
    }
    assert.deepEqual([...happened].sort(), ["drawing", "timer"]);
  });

  test("does one piece of work after the other, whatever becomes of it", async function (assert) {
    const queue = new Queue();
    const work = (name: string, fails: boolean) => async () => {
      assert.step(`${name} begins`);
      await Promise.resolve();
      assert.step(`${name} ends`);
      if (fails) {
        throw new Error(name);
      }
      return name;
    };
    const results = await Promise.allSettled([
      queue.add(work("one", true)),
      queue.add(work("two", false)),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled"]
    );
    assert.verifySteps(["one begins", "one ends", "two begins", "two ends"]);
  });
});
