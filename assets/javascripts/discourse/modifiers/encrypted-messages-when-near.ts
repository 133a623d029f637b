import { modifier } from "ember-modifier";
import { WhenIdle } from "../reading/when-idle";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [near: () => void] };
}

/** What the member scrolls by a little. */
const IN_VIEW = "100px 0px";

/** About a screen ahead. Core keeps no more of a stream in the page. */
const AHEAD = "100% 0px";

const whenIdle = new WhenIdle();
const waiting = new WeakMap<Element, () => void>();

/** One for all elements, so that what comes into view together is told of together. */
let observers: IntersectionObserver[] | null = null;

function observe(
  rootMargin: string,
  isNear: (near: () => void) => void
): IntersectionObserver {
  return new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const near = waiting.get(target);
        if (isIntersecting && near) {
          isNear(near);
        }
      }
    },
    { rootMargin }
  );
}

/** Not within the modifier: what is made there keeps the first element's `near`, and with it a whole page of posts. */
function startObserving(): IntersectionObserver[] {
  return [
    observe(IN_VIEW, (come) => come()),
    observe(AHEAD, (come) => whenIdle.add(come)),
  ];
}

function stop(element: Element): void {
  const near = waiting.get(element);
  if (near) {
    whenIdle.drop(near);
    waiting.delete(element);
  }
  observers?.forEach((observer) => observer.unobserve(element));
}

/**
 * Calls `near` once: when any part of the element comes into view, or while the browser is idle, when it is about a screen
 * away. Core's own modifier waits for all of an element by default, which a long post never shows.
 */
export default modifier<Signature>((element, [near]) => {
  observers ??= startObserving();
  waiting.set(element, () => {
    stop(element);
    near();
  });
  observers.forEach((observer) => observer.observe(element));
  return () => stop(element);
});
