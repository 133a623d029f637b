// host-only: core has these in lib/utilities, spread over several
/** The element that holds the whole of `selection`, if it holds anything. */
export function selectedElement(selection) {
  if (!selection.rangeCount) {
    return null;
  }
  const node = selection.getRangeAt(0).commonAncestorContainer;
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

/** What is selected, as HTML, without what core adds to a post's text. */
export function selectedHtml(selection) {
  const holder = document.createElement("div");
  for (let index = 0; index < selection.rangeCount; index++) {
    holder.append(selection.getRangeAt(index).cloneContents());
  }
  for (const extra of holder.querySelectorAll(
    ".cooked-selection-barrier, .clicks, .quote-controls, button"
  )) {
    extra.remove();
  }
  return holder.innerHTML;
}
