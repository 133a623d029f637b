// A long topic: to the first screen of text, and on to its end.
import { load, openDevice } from "../site.mjs";

const CHUNK = 20; // posts that core fetches at a time
const PLAIN = ".cooked p";
const OPEN = '.encrypted-messages-post[data-state="open"] .cooked p';

// In the page. Until each post in view has its text.
async function go([topicId, text]) {
  return window.watch.go(`/t/-/${topicId}`, `/t/${topicId}\\.json`, () => {
    const posts = [...document.querySelectorAll(".topic-post")].filter(
      (post) => post.getBoundingClientRect().top < innerHeight
    );
    return posts.length > 0 && posts.every((post) => post.querySelector(text));
  });
}

async function openTopic(page, site, topicId, text) {
  await load(page, site);
  return page.evaluate(go, [topicId, text]);
}

async function firstScreen(name, { topic = "topic", height }, given) {
  const { browser, site } = given;
  const page = await openDevice(browser, site, "pete");
  await page.setViewportSize({ width: 1280, height });
  await openTopic(page, site, site.topics[topic], OPEN); // known from now on

  return {
    async round() {
      await load(page, site);
      const work = await page.evaluate(
        (args) => window.limits.posts(...args),
        [CHUNK, site.post, site.engine]
      );
      const plain = await openTopic(page, site, site.topics.plain, PLAIN);
      const ours = await openTopic(page, site, site.topics[topic], OPEN);
      const transactions = await page.evaluate(() =>
        window.watch.count("transaction")
      );
      return [
        { name, ours, plain, limit: plain + work },
        { name: `${name}: transactions`, unit: "", ours: transactions },
      ];
    },
    close: () => page.context().close(),
  };
}

// In the page. A screen each frame, waiting where more is fetched. Ends at the end.
async function scroll(last) {
  window.watch.begin();
  const isThere = () => document.querySelector(`#post_${last}`);
  const isAtEnd = () =>
    scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  await window.watch.until(
    () => {
      window.scrollBy(0, innerHeight);
      return isThere() && isAtEnd();
    },
    "the last post",
    last
  );
  const posts = [...document.querySelectorAll(".encrypted-messages-post")];
  await window.watch.until(
    () => posts.at(-1)?.dataset.state !== "opening",
    "its text"
  );
  return window.watch.longestTask();
}

// Megabytes that scripts hold, after what nobody needs is gone.
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}

async function toTheEnd(posts, { browser, site }) {
  const page = await openDevice(browser, site, "pete");
  const through = async (topicId, text) => {
    await openTopic(page, site, topicId, text);
    const longest = await page.evaluate(scroll, posts);
    return { longest, heap: await heap(page) };
  };

  return {
    async round() {
      const plain = await through(site.topics.plain, PLAIN);
      const ours = await through(site.topics.topic, OPEN);
      return [
        {
          name: "scrolling through the topic: longest task",
          plain: plain.longest,
          ours: ours.longest,
        },
        {
          name: "the topic read to its end: memory",
          unit: "MB",
          plain: plain.heap,
          ours: ours.heap,
        },
      ];
    },
    close: () => page.context().close(),
  };
}

/** @param {{ posts: number, long: number }} size of the topics */
export function topicScenes({ posts, long }) {
  const topicOf = (length) => `a topic of ${length.toLocaleString("en")} posts`;
  const screen = (name, rounds, options) => ({
    name,
    rounds,
    prepare: (given) => firstScreen(name, options, given),
  });
  const first = `${topicOf(posts)}, to its first screen`;
  return [
    screen(first, 10, { height: 800 }),
    screen(`${topicOf(posts)}, to 20 in view`, 5, { height: 10_000 }),
    {
      ...screen(`${topicOf(long)}, to its first screen`, 5, {
        height: 800,
        topic: "long",
      }),
      growth: { of: first, by: 1 },
    },
    {
      name: "scrolling through the topic",
      rounds: 5,
      prepare: (given) => toTheEnd(posts, given),
    },
  ];
}
