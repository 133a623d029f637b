type Work = () => void;

/** Milliseconds after which it is done where the browser does not tell when it is idle. */
const LATER = 200;

/** Milliseconds after which it is done on a page that is never idle. */
const AT_LAST = 2000;

function whenBrowserIsIdle(work: Work): void {
  if ("requestIdleCallback" in window) {
    window.requestIdleCallback(work, { timeout: AT_LAST });
  } else {
    setTimeout(work, LATER);
  }
}

interface Page {
  readonly hidden: boolean;
  addEventListener(
    name: "visibilitychange",
    listener: Work,
    options: { once: true }
  ): void;
}

/** What can wait until the page has nothing else to do: all of it together, and nothing while nobody looks at the page. */
export class WhenIdle {
  #waiting = new Set<Work>();
  #page: Page;
  #whenIdle: (work: Work) => void;
  #isAsked = false;

  constructor(page: Page = document, whenIdle = whenBrowserIsIdle) {
    this.#page = page;
    this.#whenIdle = whenIdle;
  }

  add(work: Work): void {
    this.#waiting.add(work);
    this.#ask();
  }

  /** It was done meanwhile, or need not be done any more. */
  drop(work: Work): void {
    this.#waiting.delete(work);
  }

  #ask(): void {
    if (!this.#isAsked) {
      this.#isAsked = true;
      this.#whenIdle(() => this.#work());
    }
  }

  #work(): void {
    this.#isAsked = false;
    if (this.#page.hidden) {
      this.#isAsked = true;
      const onceShown = () => {
        this.#isAsked = false;
        this.#ask();
      };
      this.#page.addEventListener("visibilitychange", onceShown, {
        once: true,
      });
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = new Set();
    waiting.forEach((work) => work());
  }
}
