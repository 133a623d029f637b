import { keyScenes } from "./keys.mjs";
import { listScenes } from "./list.mjs";
import { topicScenes } from "./topic.mjs";
import { typingScenes } from "./typing.mjs";

const SIZE = {
  titles: 100,
  posts: 1000,
  long: 10_000,
  readers: 6, // one for each round that is a first time, besides the one who knows
  newcomers: 5,
};

const SHORT = { titles: 4, posts: 25, long: 30, readers: 2, newcomers: 1 };

/** @returns what a forum is filled with, and the scenes that are played there */
export function pages({ short }) {
  const size = short ? SHORT : SIZE;
  return {
    size,
    scenes: [topicScenes, listScenes, typingScenes, keyScenes].flatMap(
      (scenesOf) => scenesOf(size)
    ),
  };
}
