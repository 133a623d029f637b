import Component from "@glimmer/component";
import { action } from "@ember/object";
import DButton from "discourse/ui-kit/d-button";
import DModal from "discourse/ui-kit/d-modal";
import { i18n } from "discourse-i18n";

/** Asks before a text is thrown away. */
export default class DiscardDraft extends Component {
  @action
  async discard() {
    await this.args.model.onDestroyDraft();
    this.args.closeModal();
  }

  @action
  saveForLater() {
    this.args.model.onSaveDraft();
    this.args.closeModal();
  }

  @action
  keepEditing() {
    this.args.model.onKeepEditing();
    this.args.closeModal();
  }

  <template>
    <DModal
      @closeModal={{this.keepEditing}}
      @dismissable={{false}}
      class="discard-draft-modal"
    >
      <:body>
        <div class="instructions">
          {{i18n "post.cancel_composer.confirm"}}
        </div>
      </:body>

      <:footer>
        <DButton
          @icon="trash-can"
          @label="post.cancel_composer.discard"
          @action={{this.discard}}
          class="btn-danger discard-draft"
        />
        {{#if @model.showSaveDraftButton}}
          <DButton
            @label="post.cancel_composer.save_draft"
            @action={{this.saveForLater}}
            class="save-draft"
          />
        {{/if}}
        <DButton
          @label="post.cancel_composer.keep_editing"
          @action={{this.keepEditing}}
          class="keep-editing"
        />
      </:footer>
    </DModal>
  </template>
}
