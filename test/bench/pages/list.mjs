// The list of a member's messages, which the site gives in one page.
import { gzipSync } from "node:zlib";
import { load, openDevice } from "../site.mjs";

const LIST = /topics\/private-messages\//;
const OURS = /\/encrypted-messages\//;

/** Milliseconds until what the member need not wait for has been done, too. */
const FOLLOWS = 5000;

// In the page. Until each row bears its title.
async function go([username, title, count]) {
  return window.watch.go(
    `/u/${username}/messages`,
    "topics/private-messages/",
    () => {
      const rows = [...document.querySelectorAll(".topic-list-item")];
      return (
        rows.length === count &&
        rows.every((row) => row.textContent.includes(title))
      );
    }
  );
}

// What went to and fro: [of which request, the request's body, the response's], as texts.
function record(page) {
  const seen = [];
  const note = (response) => seen.push(response);
  page.on("response", note);
  return async () => {
    page.off("response", note);
    const wanted = seen.filter(
      (one) => LIST.test(one.url()) || OURS.test(one.url())
    );
    return Promise.all(
      wanted.map(async (one) => ({
        isList: LIST.test(one.url()),
        sent: one.request().postData() ?? "",
        received: await one.text().catch(() => ""),
      }))
    );
  };
}

const compressed = (text) => (text ? gzipSync(text).length : 0);

/** The list without what encryption puts into it, as text; and each field of it on its own. */
function withoutOurs(text) {
  const list = JSON.parse(text);
  const fields = {};
  for (const topic of list.topic_list.topics) {
    for (const [name, value] of Object.entries(
      topic.encrypted_conversation ?? {}
    )) {
      (fields[name] ??= []).push(value);
    }
    delete topic.encrypted_conversation;
    delete topic.is_encrypted;
  }
  return { plain: JSON.stringify(list), fields };
}

function bytesOf(name, exchanged) {
  const list = exchanged.find(({ isList }) => isList);
  const others = exchanged.filter((one) => one !== list);
  const { plain, fields } = withoutOurs(list.received);
  const texts = others.flatMap(({ sent, received }) => [sent, received]);
  const sum = (sizeOf) =>
    sizeOf(list.received) -
    sizeOf(plain) +
    texts.reduce((total, text) => total + sizeOf(text), 0);

  return [
    { name: `${name}: requests besides`, unit: "", ours: others.length },
    {
      name: `${name}: bytes added`,
      unit: "B",
      ours: sum((text) => text.length),
    },
    {
      name: `${name}: bytes added, compressed`,
      unit: "B",
      ours: sum(compressed),
    },
    ...["title", "keys"]
      .filter((field) => fields[field])
      .map((field) => ({
        name: `${name}: of these "${field}", compressed`,
        unit: "B",
        ours: compressed(JSON.stringify(fields[field])),
      })),
  ];
}

async function openList(page, site, username, count) {
  await load(page, site);
  const exchanged = record(page);
  const milliseconds = await page.evaluate(go, [username, site.title, count]);
  const transactions = await page.evaluate(() =>
    window.watch.count("transaction")
  );
  await page.evaluate(() => window.watch.idle());
  return { milliseconds, transactions, exchanged: await exchanged() };
}

// Of who has two topics besides.
async function lists(titles, readers, { browser, site }) {
  const name = `a list of ${titles}`;
  const karl = await openDevice(browser, site, "karl", { hasKeys: false });
  const known = await openDevice(browser, site, "reader1");
  await openList(known, site, "reader1", titles);
  await known.waitForTimeout(FOLLOWS);
  const strangers = Array.from(
    { length: readers - 1 },
    (_, at) => `reader${at + 2}`
  );

  /** On a device that has no titles yet. */
  async function fresh(username) {
    const page = await openDevice(browser, site, username);
    const opened = await openList(page, site, username, titles);
    await page.context().close();
    return opened;
  }

  async function measured(what, opened, plain, limit) {
    const { milliseconds, transactions, exchanged } = await opened;
    return [
      {
        name: `${name}, ${what}`,
        ours: milliseconds,
        plain,
        limit: plain + limit,
      },
      { name: `${name}, ${what}: transactions`, unit: "", ours: transactions },
      ...bytesOf(`${name}, ${what}`, exchanged),
    ];
  }

  return {
    async round() {
      await load(karl, site);
      const [aes, rsa] = await karl.evaluate(
        async (count) => [
          await window.limits.titles(count),
          await window.limits.grants(count),
        ],
        titles
      );
      const plain = (await openList(karl, site, "karl", titles)).milliseconds;
      const results = [
        ...(await measured(
          "titles known",
          openList(known, site, "reader1", titles),
          plain,
          aes
        )),
        ...(await measured("a new device", fresh("reader1"), plain, aes)),
      ];
      const stranger = strangers.shift();
      return stranger
        ? [
            ...results,
            ...(await measured(
              "for the first time",
              fresh(stranger),
              plain,
              rsa
            )),
          ]
        : results;
    },
    async close() {
      await karl.context().close();
      await known.context().close();
    },
  };
}

/** @param {{ titles: number, readers: number }} size of the lists, and who has one */
export function listScenes({ titles, readers }) {
  return [
    {
      name: `a list of ${titles}`,
      rounds: 5,
      prepare: (given) => lists(titles, readers, given),
    },
  ];
}
