import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import DDecoratedHtml from "discourse/ui-kit/d-decorated-html";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

export default class DEditorPreview extends Component {
  get html() {
    return trustHTML(this.args.preview || "");
  }

  /** Links in a preview lead nowhere, but a new window may be asked for. */
  @action
  handlePreviewClick(event) {
    if (
      event.target.closest(".d-editor-preview") &&
      event.target.tagName === "A" &&
      !wantsNewWindow(event)
    ) {
      event.preventDefault();
    }
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <div
      class={{concatClass
        "d-editor-preview-wrapper"
        (if @forcePreview "force-preview")
      }}
      {{on "click" this.handlePreviewClick}}
    >
      <DDecoratedHtml
        @className="d-editor-preview"
        @html={{this.html}}
        @decorate={{@onPreviewUpdated}}
      />
      <span class="d-editor-plugin">
        <PluginOutlet
          @name="editor-preview"
          @connectorTagName="div"
          @outletArgs={{@outletArgs}}
        />
      </span>
    </div>
  </template>
}
