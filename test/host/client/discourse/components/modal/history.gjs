import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { action } from "@ember/object";
import { trustHTML } from "@ember/template";
import Post from "discourse/models/post";
import DButton from "discourse/ui-kit/d-button";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";
import DModal from "discourse/ui-kit/d-modal";
import { i18n } from "discourse-i18n";

/** One revision of a post: what the server says changed. */
export default class HistoryModal extends Component {
  @tracked revision = null;

  constructor() {
    super(...arguments);
    this.load(this.args.model.postVersion);
  }

  get changes() {
    return trustHTML(this.revision?.body_changes?.inline || "");
  }

  get titleChanges() {
    return trustHTML(this.revision?.title_changes?.inline || "");
  }

  @action
  async load(version) {
    this.revision = await Post.loadRevision(this.args.model.postId, version);
  }

  <template>
    <DModal
      @title={{i18n "post.edit_history"}}
      @closeModal={{@closeModal}}
      class="history-modal"
    >
      <:body>
        <DConditionalLoadingSpinner @condition={{unlessPresent this.revision}}>
          <div id="revisions">
            {{this.titleChanges}}
            <div class="body-changes">{{this.changes}}</div>
          </div>
        </DConditionalLoadingSpinner>
      </:body>
      <:footer>
        {{#if this.revision.previous_revision}}
          <DButton
            @action={{fn this.load this.revision.previous_revision}}
            @icon="backward"
            class="btn-default previous-revision"
          />
        {{/if}}
        {{#if this.revision.next_revision}}
          <DButton
            @action={{fn this.load this.revision.next_revision}}
            @icon="forward"
            class="btn-default next-revision"
          />
        {{/if}}
      </:footer>
    </DModal>
  </template>
}

function unlessPresent(value) {
  return !value;
}
