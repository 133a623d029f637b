import { hash } from "@ember/helper";
import { on } from "@ember/modifier";
import avatar from "discourse/ui-kit/helpers/d-avatar";
import icon from "discourse/ui-kit/helpers/d-icon";

/** Whom a post answers; unfolds what it answers above it. */
const PostMetaDataReplyToTab = <template>
  <a
    href
    class="reply-to-tab"
    role="button"
    aria-expanded={{@hasRepliesAbove}}
    {{on "click" @toggleReplyAbove}}
  >
    {{icon "share"}}
    {{avatar @post.reply_to_user (hash imageSize="small")}}
    <span>{{@post.reply_to_user.username}}</span>
  </a>
</template>;

export default PostMetaDataReplyToTab;
