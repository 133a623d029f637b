import { hash } from "@ember/helper";
import avatar from "discourse/ui-kit/helpers/d-avatar";
import icon from "discourse/ui-kit/helpers/d-icon";

const PostMetaDataReplyToTab = <template>
  <a class="reply-to-tab" href="#post_{{@post.reply_to_post_number}}">
    {{icon "share"}}
    {{avatar @post.reply_to_user (hash imageSize="small")}}
    <span>{{@post.reply_to_user.username}}</span>
  </a>
</template>;

export default PostMetaDataReplyToTab;
