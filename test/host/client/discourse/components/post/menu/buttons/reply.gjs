import Component from "@glimmer/component";
import { hash } from "@ember/helper";
import { service } from "@ember/service";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import { i18n } from "discourse-i18n";

export default class PostMenuReplyButton extends Component {
  static shouldRender({ state }) {
    return Boolean(state.canCreatePost);
  }

  @service site;

  <template>
    <DButton
      class={{concatClass
        "post-action-menu__reply reply"
        (if this.site.desktopView "create fade-out")
      }}
      ...attributes
      @action={{@buttonActions.replyToPost}}
      @icon="reply"
      @label={{if this.site.desktopView "topic.reply.title"}}
      @title="post.controls.reply"
      @translatedAriaLabel={{i18n
        "post.sr_reply_to"
        (hash post_number=@post.post_number username=@post.username)
      }}
    />
  </template>
}
