// A long text, and some letters more at its end, with the preview on.
import { load, openDevice } from "../site.mjs";

const LETTERS = 100;
const BETWEEN = 50; // milliseconds

async function type(page, field, text) {
  await page.focus(field);
  await page.keyboard.insertText(text);
  await page.evaluate(() => window.watch.idle());
  await page.evaluate(() => window.watch.begin());
  await page.keyboard.type("ferry ".repeat(LETTERS / 6), { delay: BETWEEN });
  await page.waitForTimeout(1500); // for what follows the last letter
  return page.evaluate(async () => ({
    longest: await window.watch.longestTask(),
    encryptions: window.watch.mostInASecond("encrypt"),
    transactions: window.watch.mostInASecond("transaction"),
  }));
}

async function open(page, site) {
  await load(page, site, "/new-message?username=jane");
  await page.waitForSelector("#reply-control.open");
}

async function typing({ browser, site }) {
  const karl = await openDevice(browser, site, "karl", { hasKeys: false });
  const pete = await openDevice(browser, site, "pete");

  return {
    async round() {
      await open(karl, site);
      const plain = await type(
        karl,
        "#reply-control .d-editor-input",
        site.text
      );
      await open(pete, site);
      await pete.click("#encrypted-messages-toggle");
      const ours = await type(pete, "#encrypted-messages-body", site.text);
      await pete.waitForSelector("#encrypted-messages-preview p");
      const name = "30 KB typed";
      return [
        {
          name: `${name}: longest task`,
          plain: plain.longest,
          ours: ours.longest,
        },
        {
          name: `${name}: encryptions a second, at most`,
          unit: "",
          ours: ours.encryptions,
        },
        {
          name: `${name}: transactions a second, at most`,
          unit: "",
          ours: ours.transactions,
        },
      ];
    },
    async close() {
      await karl.context().close();
      await pete.context().close();
    },
  };
}

export function typingScenes() {
  return [{ name: "30 KB typed", rounds: 5, prepare: typing }];
}
