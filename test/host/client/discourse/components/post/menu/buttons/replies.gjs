import Component from "@glimmer/component";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** Unfolds the answers to a post below it. */
export default class PostMenuRepliesButton extends Component {
  static extraControls = true;

  static shouldRender({ post }) {
    return post.reply_count > 0;
  }

  get label() {
    return i18n("post.has_replies", { count: this.args.post.reply_count });
  }

  <template>
    <DButton
      class="post-action-menu__show-replies show-replies btn-icon-text"
      ...attributes
      @action={{@buttonActions.toggleReplies}}
      @ariaExpanded={{@state.repliesShown}}
      @translatedLabel={{this.label}}
    >
      {{~dIcon (if @state.repliesShown "chevron-up" "chevron-down")~}}
    </DButton>
  </template>
}
