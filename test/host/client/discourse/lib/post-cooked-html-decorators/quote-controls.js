import getURL from "discourse/lib/get-url";
import { iconElement } from "discourse/lib/icon-library";

/** Gives each quote of a post in sight a way back to that post. */
export default function decorateQuoteControls(element, { post }) {
  for (const quote of element.querySelectorAll("aside.quote[data-post]")) {
    const controls = quote.querySelector(".quote-controls");
    if (!controls || controls.childElementCount) {
      continue;
    }

    const topicId = quote.dataset.topic || post?.topicId;
    const link = document.createElement("a");
    link.className = "btn-flat back";
    link.href = getURL(`/t/${topicId}/${quote.dataset.post}`);
    link.append(iconElement("arrow-up"));
    controls.append(link);
  }
}
