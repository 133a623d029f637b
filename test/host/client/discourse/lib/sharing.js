// Where a link, and what is selected, can be shared to.
let sources = new Map();

export default {
  addSource(source) {
    sources.set(source.id, source);
  },

  /** @param {{ url: string, title: string, quote?: string }} data */
  shareSource(source, { url, title, quote }) {
    if (source.clickHandler) {
      source.clickHandler(url, title);
      return;
    }
    const address = source.generateUrl(url, title, quote);
    if (source.id === "email") {
      window.location.href = address;
    } else {
      window.open(address, "_blank");
    }
  },

  /** @param {string} setting ids, joined by "|" */
  activeSources(setting = "", privateContext = false) {
    return setting
      .split("|")
      .map((id) => sources.get(id))
      .filter(
        (source) => source && (!privateContext || source.showInPrivateContext)
      );
  },
};
