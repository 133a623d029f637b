import discourseLater from "discourse/lib/later";

const LOADING = "loading-onebox";
const PAUSE = 150; // ms between two requests

const boxes = new Map(); // URL → HTML, null when the server had none
const titles = new Map(); // URL → title, null likewise

/**
 * Asks the server for a preview of each link that stands alone in its line and
 * for the title of each that stands in a text: core's lib/load-oneboxes and
 * pretty-text's oneboxers. The URLs leave the browser here.
 *
 * @returns {number} how many links were asked about
 */
export function loadOneboxes(
  container,
  ajax,
  topicId,
  categoryId,
  maxOneboxes,
  refresh
) {
  const context = { topic_id: topicId, category_id: categoryId };
  const links = [
    ...container.querySelectorAll("a.onebox, a.inline-onebox-loading"),
  ].slice(0, maxOneboxes ?? Infinity);
  const inline = links.filter((link) =>
    link.classList.contains("inline-onebox-loading")
  );
  const block = links.filter((link) => !inline.includes(link));

  loadInline(inline, ajax, context);
  loadBlock(block, ajax, { ...context, refresh });
  return links.length;
}

async function loadInline(links, ajax, context) {
  const urls = [...new Set(links.map(({ href }) => href))].filter(
    (url) => !titles.has(url)
  );
  urls.forEach((url) => titles.set(url, null));

  if (urls.length) {
    try {
      const result = await ajax("/inline-onebox", {
        data: { urls, ...context },
      });
      for (const { url, title } of result["inline-oneboxes"] || []) {
        titles.set(url, title);
      }
    } catch {
      // The links stay as they are.
    }
  }

  for (const link of links) {
    const title = titles.get(link.href);
    if (title) {
      link.textContent = title;
      link.classList.add("inline-onebox");
      link.classList.remove("inline-onebox-loading");
    }
  }
}

async function loadBlock(links, ajax, context) {
  for (const link of links) {
    const url = link.href;
    if (!boxes.has(url) || context.refresh) {
      link.classList.add(LOADING);
      boxes.set(url, await fetchBox(url, ajax, context));
      link.classList.remove(LOADING);
    }

    const html = boxes.get(url);
    if (html && link.isConnected) {
      const template = document.createElement("template");
      template.innerHTML = html;
      link.replaceWith(template.content);
    }
  }
}

function fetchBox(url, ajax, context) {
  return new Promise((resolve) => {
    discourseLater(
      () =>
        ajax("/onebox", { dataType: "html", data: { url, ...context } }).then(
          resolve,
          () => resolve(null)
        ),
      PAUSE
    );
  });
}
