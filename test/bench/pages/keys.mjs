// Enabling, and unlocking another device.
import { load, openDevice } from "../site.mjs";

const AREA = ".encrypted-messages-preferences";

async function openSecurity(browser, site, username) {
  const page = await openDevice(browser, site, username, { hasKeys: false });
  await load(page, site, `/u/${username}/preferences/security`);
  return page;
}

// From pressing the button until the page says that it is done.
async function press(page, button, done) {
  await page.evaluate(() => window.watch.begin());
  return page.evaluate(
    async ([pressed, shown]) => {
      const start = performance.now();
      document.querySelector(pressed).click();
      const end = await window.watch.until(
        () => document.querySelector(shown),
        shown
      );
      return {
        milliseconds: end - start,
        longest: await window.watch.longestTask(),
      };
    },
    [button, done]
  );
}

async function enable(browser, site, username) {
  const page = await openSecurity(browser, site, username);
  await page.click(`${AREA} .encrypted-messages-enable`);
  await page.click(".encrypted-messages-other-choice");
  await page.fill("[name=secret]", site.secret);
  await page.fill("[name=secretConfirmation]", site.secret);
  await page.click("[name=kept]");
  await page.evaluate(() => window.watch.idle());
  const limit = await page.evaluate(() => window.limits.keys({ isNew: true }));
  const pressed = await press(
    page,
    ".encrypted-messages-enable-modal .btn-primary",
    `${AREA} .encrypted-messages-status`
  );
  await page.context().close();
  return { ...pressed, limit };
}

async function unlock(browser, site, username) {
  const page = await openSecurity(browser, site, username);
  await page.click(`${AREA} .encrypted-messages-unlock`);
  await page.fill("[name=secret]", site.secret);
  await page.evaluate(() => window.watch.idle());
  const limit = await page.evaluate(() => window.limits.keys({ isNew: false }));
  const pressed = await press(
    page,
    ".encrypted-messages-unlock-modal .btn-primary",
    `body:not(:has(.encrypted-messages-unlock-modal)) ${AREA}`
  );
  await page.context().close();
  return { ...pressed, limit };
}

async function keys({ browser, site }) {
  const newcomers = [...site.newcomers];
  const rows = (name, { milliseconds, longest, limit }) => [
    { name, ours: milliseconds, limit },
    { name: `${name}: longest task`, ours: longest },
  ];

  return {
    async round() {
      const made = await enable(browser, site, newcomers.shift());
      const unlocked = await unlock(browser, site, "pete");
      return [
        ...rows("keys made by the dialog", made),
        ...rows("a device unlocked by the dialog", unlocked),
      ];
    },
    async close() {},
  };
}

/** @param {{ newcomers: number }} who has no keys yet: one for each round */
export function keyScenes({ newcomers }) {
  return [{ name: "keys", rounds: newcomers, prepare: keys }];
}
