// WebKitGTK, driven over WebDriver on a display that nobody sees. Gives as much of Puppeteer's browser as is used here.
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Builder, By } from "selenium-webdriver";
import { freePort } from "./free-port.mjs";

const DRIVER = "/usr/bin/WebKitWebDriver";
const DISPLAY = "/usr/bin/Xvfb"; // the display
// Debian's libraries are in a folder that is named after the processor.
const BROWSER =
  process.env.WEBKIT ??
  readdirSync("/usr/lib")
    .map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
    .find(existsSync);

const START_LIMIT_MS = 20_000;
const ASK_AGAIN_MS = 100;
const SCREEN = "1400x1100x24";
const WINDOW = { x: 0, y: 0, width: 1400, height: 1100 };

export function isWebKitInstalled() {
  return [DRIVER, DISPLAY, BROWSER].every((path) => path && existsSync(path));
}

/** @returns a browser with `newPage`, `createBrowserContext`, `version` and `close` */
export async function launchWebKit() {
  const processes = new Processes();
  try {
    return new Browser(processes, await startDisplay(processes));
  } catch (error) {
    processes.end();
    throw error;
  }
}

// Each context is a browser of its own: one that is automated keeps nothing, and its driver drives no other.
class Browser {
  #display;
  #pages = [];
  #processes;

  constructor(processes, display) {
    this.#processes = processes;
    this.#display = display;
  }

  async newPage() {
    const port = await freePort();
    this.#processes.start(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
      env: {
        ...process.env,
        DISPLAY: this.#display,
        GDK_BACKEND: "x11",
        NO_AT_BRIDGE: "1", // nobody listens to the tree of accessibility
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const server = `http://127.0.0.1:${port}`;
    await answers(`${server}/status`);
    const session = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(server)
      .withCapabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] },
      })
      .build();
    await session.manage().window().setRect(WINDOW);
    const page = new Page(session);
    this.#pages.push(page);
    return page;
  }

  async createBrowserContext() {
    return this;
  }

  async version() {
    const capabilities = await this.#pages[0].session.getCapabilities();
    return `WebKitGTK ${capabilities.getBrowserVersion()}`;
  }

  async close() {
    await Promise.allSettled(this.#pages.map((page) => page.close()));
    this.#processes.end();
  }
}

// WebDriver calls nobody back: the page keeps what it has to say in `window.calls`, as [name, ...arguments], until it is asked.
class Page extends EventEmitter {
  #closed = false;
  #exposed = new Map();
  #limit = 30_000;

  constructor(session) {
    super();
    this.session = session;
  }

  setDefaultTimeout(milliseconds) {
    this.#limit = milliseconds;
  }

  /** Nothing is answered to the page. */
  async exposeFunction(name, callback) {
    this.#exposed.set(name, callback);
  }

  async goto(url) {
    await this.#leave();
    await this.session.get(url);
    await this.#arrive();
  }

  async reload() {
    await this.#leave();
    await this.session.navigate().refresh();
    await this.#arrive();
  }

  // Each page is a window of its own.
  async bringToFront() {}

  async url() {
    return this.session.getCurrentUrl();
  }

  evaluate(callback, ...args) {
    return this.session.executeScript(
      `return (${callback}).apply(null, arguments)`,
      ...args
    );
  }

  waitForFunction(callback, _options, ...args) {
    const condition = () => this.evaluate(callback, ...args);
    return this.session.wait(condition, this.#limit, String(callback));
  }

  async waitForSelector(selector, { visible = false } = {}) {
    // What is drawn anew meanwhile is looked for anew.
    const element = await this.session.wait(
      async () => {
        const [first] = await this.session.findElements(By.css(selector));
        try {
          return first && (!visible || (await first.isDisplayed())) && first;
        } catch (error) {
          if (error.name !== "StaleElementReferenceError") {
            throw error;
          }
        }
      },
      this.#limit,
      selector
    );
    return {
      click: () => element.click(),
      type: (text) => element.sendKeys(text),
    };
  }

  async close() {
    await this.#leave();
    this.#closed = true;
    await this.session.quit();
  }

  // Errors of before are not heard of.
  async #arrive() {
    await this.evaluate(() => {
      window.calls ??= [];
      const tell = (reason) =>
        window.calls.push(["pageerror", String(reason?.stack ?? reason)]);
      window.addEventListener("error", ({ error }) => tell(error));
      window.addEventListener("unhandledrejection", (event) =>
        tell(event.reason)
      );
    });
    if (this.#exposed.size) {
      this.#listen().catch((error) => this.emit("close", error));
    }
  }

  async #listen() {
    while (!this.#closed) {
      await this.#hear();
      await pause(ASK_AGAIN_MS);
    }
  }

  async #leave() {
    if (!this.#closed) {
      await this.#hear();
    }
  }

  async #hear() {
    const calls = await this.evaluate(() => window.calls?.splice(0) ?? []);
    for (const [name, ...args] of calls) {
      if (name === "pageerror") {
        this.emit("pageerror", { message: args[0], stack: args[0] });
      } else {
        await this.#exposed.get(name)?.(...args);
      }
    }
  }
}

// End with this process, however that ends.
class Processes {
  #running = [];

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => process.exit(1));
    }
    process.once("exit", () => this.end());
  }

  start(command, args, options) {
    const child = spawn(command, args, options);
    this.#running.push(child);
    return child;
  }

  end() {
    this.#running.splice(0).forEach((child) => child.kill());
  }
}

/** @returns {Promise<string>} what DISPLAY is set to */
async function startDisplay(processes) {
  const xvfb = processes.start(
    DISPLAY,
    ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
    { stdio: ["ignore", "pipe", "ignore"] }
  );
  const [number] = await once(xvfb.stdout, "data", {
    signal: AbortSignal.timeout(START_LIMIT_MS),
  });
  return `:${String(number).trim()}`;
}

async function answers(url) {
  const end = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await pause(ASK_AGAIN_MS);
    }
  }
}
