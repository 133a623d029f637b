import highlightSyntax from "discourse/lib/highlight-syntax";
import { iconElement } from "discourse/lib/icon-library";
import { withPluginApi } from "discourse/lib/plugin-api";
import { i18n } from "discourse-i18n";

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
      api.decorateCookedElement(addTableButtons, {
        id: "table-wrapper",
        onlyStream: true,
      });
    });
  },
};

/** Core's button opens the table as a spreadsheet, which edits it in the post's `raw`. */
function addTableButtons(element, { model: post }) {
  for (const table of element.querySelectorAll(".md-table table")) {
    table.parentNode.classList.add("fullscreen-table-wrapper");
    if (post.can_edit) {
      const button = document.createElement("button");
      button.type = "button";
      button.className =
        "open-popup-link btn-default btn btn-icon no-text btn-edit-table";
      button.title = i18n("table_builder.edit.btn_edit");
      button.append(iconElement("pencil"));
      table.before(button);
    }
  }
}
