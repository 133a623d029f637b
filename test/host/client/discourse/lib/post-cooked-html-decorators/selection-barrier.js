/** Ends a post's text, so that a triple click does not select what follows. */
export default function decorateSelectionBarrier(element) {
  const barrier = document.createElement("div");
  barrier.className = "cooked-selection-barrier";
  barrier.setAttribute("aria-hidden", "true");
  barrier.append(document.createElement("br"));
  element.append(barrier);
}
