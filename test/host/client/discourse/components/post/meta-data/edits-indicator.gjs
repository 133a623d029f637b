import Component from "@glimmer/component";
import { action } from "@ember/object";
import { applyValueTransformer } from "discourse/lib/transformer";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

export default class PostMetaDataEditsIndicator extends Component {
  get label() {
    const { post } = this.args;
    const edits = post.version > 1 ? post.version - 1 : null;
    const label = applyValueTransformer(
      "post-meta-data-edits-indicator-label",
      edits,
      { post }
    );
    return label === null ? null : `${label}`;
  }

  get title() {
    return i18n("post.last_edited_on", {
      dateTime: new Date(this.args.post.updated_at).toLocaleString(),
    });
  }

  @action
  clicked() {
    if (this.args.post.can_view_edit_history) {
      this.args.showHistory();
    }
  }

  <template>
    <div class="post-info edits">
      <DButton
        @icon="pencil"
        @translatedLabel={{this.label}}
        @translatedTitle={{this.title}}
        @action={{this.clicked}}
        class="btn-flat"
      />
    </div>
  </template>
}
