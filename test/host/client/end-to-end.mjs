// Jane writes to Pete in a browser with a profile on the disk: enables, writes, is told that it was lost, sends again, and
// Pete reads, then unlocks a new device. In the end Jane closes the browser while she is writing.
//
//   node test/host/client/end-to-end.mjs BROWSER URL PROFILE
//
// BROWSER is "chromium", "firefox" or "webkit", PROFILE a folder; WebKit keeps none. The host at URL knows jane and pete. On its input comes {title,
// body, draft, word, controls: {named, typed}, secrets: {jane, pete}} as JSON; on its output goes what was seen, as JSON.
// Fails where something does not come to be seen; only {missing} is seen where there is no such browser. The controls are written where browsers keep them: a profile without
// them would prove nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isInstalled, launchWithProfile } from "./browsers.mjs";
import { freePort } from "./free-port.mjs";

const LIMIT_MS = Number(process.env.STEP_LIMIT_MS ?? 60_000);
const [kind, origin, profile] = process.argv.slice(2);
const { title, body, draft, word, controls, secrets } = JSON.parse(
  readFileSync(0, "utf8")
);

if (!isInstalled(kind)) {
  process.stdout.write(JSON.stringify({ missing: kind }));
  process.exit();
}

const faults = [];
let lost;
const browser = await launchWithProfile(kind, profile);
try {
  const jane = await logIn(await browser.newPage(), "jane");
  const pete = await openDevice("pete");
  await enable(jane, "jane");
  await enable(pete, "pete");

  const path = await write(jane);
  await visit(pete, path);
  const read = await openedText(pete);

  const other = await openDevice("pete");
  await visit(other, path);
  await other.waitForSelector("#post_1 .encrypted-messages-locked");
  const shownWhileLocked = await other.evaluate(() => document.body.innerText);
  await unlock(other, secrets.pete);
  const unlocked = await openedText(other);
  await other.reload();
  const reloaded = await openedText(other);
  const extractable = await extractableKeys(other);

  await visit(jane, path);
  await openedText(jane);
  await click(jane, "#topic-footer-buttons .create");
  await fill(jane, "#encrypted-messages-body", draft);
  if (profile) {
    await writeControls();
  }
  process.stdout.write(
    JSON.stringify({
      version: await browser.version(),
      lost,
      read,
      shownWhileLocked,
      unlocked,
      reloaded,
      extractable,
      faults,
    })
  );
} finally {
  await browser.close();
}

// What a browser does keep: an address, a title, and what is typed into a field as any other. Ends when the last of it is
// on the disk, and so what was typed before.
async function writeControls() {
  const { named, typed } = controls;
  const page = await browser.newPage();
  await page.bringToFront();
  await page.goto(`${origin}/session/csrf.json?address=${named}`);
  await page.goto(`${origin}/srv/status`);
  await page.evaluate((text) => {
    document.title = text;
    const field = document.createElement("textarea");
    field.id = "field";
    document.body.append(field);
  }, named);
  await page.type("#field", typed);

  const end = Date.now() + LIMIT_MS;
  while (!isKept(typed)) {
    if (Date.now() > end) {
      throw new Error("the browser keeps nothing of what is typed");
    }
    await pause(200);
  }
}

// Whether it is in the browser's session: as it is, or in the 16 bits a letter that Chromium writes.
function isKept(text) {
  const forms = [Buffer.from(text), Buffer.from(text, "utf16le")];
  return readdirSync(profile, { recursive: true })
    .filter((path) => /session/i.test(path))
    .some((path) => {
      try {
        const bytes = readFileSync(join(profile, path));
        return forms.some((form) => bytes.includes(form));
      } catch {
        return false; // a folder, or a file that is gone again
      }
    });
}

async function openDevice(username) {
  const context = await browser.createBrowserContext();
  return logIn(await context.newPage(), username);
}

async function logIn(page, username) {
  page.setDefaultTimeout(LIMIT_MS);
  page.on("pageerror", (error) => {
    const fault = String(error.message ?? error);
    // Firefox tells of the message that is lost on purpose.
    if (!fault.includes("CORS request did not succeed")) {
      faults.push(fault);
    }
  });
  await page.goto(`${origin}/session/${username}/become.json?redirect=false`);
  return page;
}

// In front, since Firefox draws no frames and slows the timers of a tab that nobody sees.
async function visit(page, path) {
  await page.bringToFront();
  await page.goto(new URL(path, origin).href);
}

async function enable(page, username) {
  await visit(page, `/u/${username}/preferences/security`);
  await click(page, ".encrypted-messages-enable");
  await click(page, ".encrypted-messages-other-choice");
  await fill(page, "[name=secret]", secrets[username]);
  await fill(page, "[name=secretConfirmation]", secrets[username]);
  await click(page, "[name=kept]");
  await click(page, ".encrypted-messages-enable-modal .btn-primary");
  await page.waitForSelector(".encrypted-messages-status");
}

// Returns the path of the topic.
async function write(page) {
  await visit(page, "/new-message?username=pete");
  await click(page, "#encrypted-messages-toggle");
  await fill(page, "#encrypted-messages-title", title);
  await fill(page, "#encrypted-messages-body", body);
  await loseNextPost(page);
  await click(page, "#reply-control .save-or-cancel .create");
  await page.waitForSelector(".dialog-body", { visible: true });
  lost = await page.evaluate(() =>
    document.querySelector(".dialog-body").textContent.trim()
  );
  await click(page, ".dialog-footer .btn-primary");
  await page.waitForFunction(() => !document.querySelector(".dialog-body"));
  await click(page, "#reply-control .save-or-cancel .create");
  await page.waitForFunction(
    (text) =>
      document.querySelector("h1 .fancy-title")?.textContent.includes(text),
    {},
    title
  );
  return new URL(await page.url()).pathname;
}

// Its connection is refused: it goes to a port where nobody listens.
async function loseNextPost(page) {
  const port = await freePort();
  await page.evaluate((nobody) => {
    const { open } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (method, url, ...rest) {
      const isPost = method === "POST" && /\/posts(\.json)?$/.test(url);
      if (isPost) {
        XMLHttpRequest.prototype.open = open;
      }
      return open.call(
        this,
        method,
        isPost ? `http://localhost:${nobody}${url}` : url,
        ...rest
      );
    };
  }, port);
}

async function unlock(page, secret) {
  await click(page, ".encrypted-messages-locked .encrypted-messages-unlock");
  await fill(page, "[name=secret]", secret);
  await click(page, ".encrypted-messages-unlock-modal .btn-primary");
}

// Title and first post, once it is decrypted.
async function openedText(page) {
  try {
    await page.waitForFunction(
      (text) =>
        document
          .querySelector("#post_1 .encrypted-messages-post[data-state=open]")
          ?.textContent.includes(text),
      {},
      word
    );
  } catch (error) {
    const shown = await page.evaluate(() => document.body.innerText);
    throw new Error(`the post did not open, but there was: ${shown}`, {
      cause: error,
    });
  }
  return page.evaluate(() => ({
    title: document.querySelector("h1 .fancy-title").textContent.trim(),
    html: document.querySelector("#post_1 .encrypted-messages-post").innerHTML,
  }));
}

// How many of the keys kept in IndexedDB could be exported; null if there is none at all.
function extractableKeys(page) {
  return page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const keys = [];
    const collect = (value) => {
      if (value instanceof CryptoKey) {
        keys.push(value);
      } else if (value && typeof value === "object") {
        Object.values(value).forEach(collect);
      }
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        (await done(all)).forEach(collect);
      }
      database.close();
    }
    const secret = keys.filter(({ type }) => type !== "public");
    return secret.length
      ? secret.filter(({ extractable }) => extractable).length
      : null;
  });
}

async function click(page, selector) {
  await (await page.waitForSelector(selector, { visible: true })).click();
}

async function fill(page, selector, text) {
  await (await page.waitForSelector(selector, { visible: true })).type(text);
}
