import addCodeblockButtons from "discourse/lib/codeblock-buttons";
import highlightSyntax from "discourse/lib/highlight-syntax";
import { withPluginApi } from "discourse/lib/plugin-api";

/** Core's own decorations of cooked HTML, as far as the host has them. */
export default {
  name: "post-decorations",

  initialize(owner) {
    withPluginApi((api) => {
      const siteSettings = owner.lookup("service:site-settings");
      const session = owner.lookup("service:session");

      api.decorateCookedElement(
        (element) => {
          highlightSyntax(element, siteSettings, session);
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
