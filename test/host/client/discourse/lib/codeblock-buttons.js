import { iconElement } from "discourse/lib/icon-library";
import { clipboardCopy } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";

/** Puts a "copy" button on each code block in `element`. */
export default function addCodeblockButtons(element) {
  for (const code of element.querySelectorAll(":scope > pre > code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn nohighlight copy-cmd btn-flat";
    button.title = i18n("copy_codeblock.copy");
    button.append(iconElement("copy"));
    button.addEventListener("click", () => clipboardCopy(code.innerText));

    const wrapper = document.createElement("div");
    wrapper.className = "codeblock-button-wrapper";
    wrapper.append(button);
    code.parentElement.classList.add("codeblock-buttons");
    code.before(wrapper);
  }
}
