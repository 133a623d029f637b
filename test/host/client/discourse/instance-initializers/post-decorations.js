import addCodeblockButtons from "discourse/lib/codeblock-buttons";
import highlightSyntax from "discourse/lib/highlight-syntax";
import { withPluginApi } from "discourse/lib/plugin-api";

/** Core's own decorations of cooked HTML, as far as the host has them. */
export default {
  name: "post-decorations",

  initialize() {
    withPluginApi((api) => {
      api.decorateCookedElement(
        (element) => {
          highlightSyntax(element);
        },
        { id: "discourse-syntax-highlighting" }
      );
      api.decorateCookedElement(addCodeblockButtons, {
        id: "codeblock-buttons",
        onlyStream: true,
      });
      api.decorateCookedElement(wrapTables, { id: "discourse-tables" });
    });
  },
};

function wrapTables(element) {
  for (const table of element.querySelectorAll("table")) {
    if (!table.closest(".md-table")) {
      const wrapper = document.createElement("div");
      wrapper.className = "md-table";
      table.before(wrapper);
      wrapper.append(table);
    }
  }
}
