/**
 * @returns where the page shows `words` and lets the browser translate them, which sends them to a
 *   service: empty where it lets it nowhere
 */
export function translatable(words: string): string[] {
  const texts = document.createTreeWalker(
    document.querySelector("#ember-testing") ?? document.body,
    NodeFilter.SHOW_TEXT
  );
  const found: string[] = [];
  let isShown = false;
  while (texts.nextNode()) {
    const { nodeValue, parentElement } = texts.currentNode;
    if (nodeValue?.includes(words)) {
      isShown = true;
      if (!parentElement?.closest("[translate=no]")) {
        found.push(parentElement?.outerHTML.slice(0, 200) ?? "");
      }
    }
  }
  return isShown ? found : [`"${words}" is not on the page`];
}
