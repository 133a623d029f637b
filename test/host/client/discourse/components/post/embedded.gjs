import PostAvatar from "discourse/components/post/avatar";
import PostCookedHtml from "discourse/components/post/cooked-html";
import PostMetaDataPosterName from "discourse/components/post/meta-data/poster-name";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** A post unfolded above or below another. Plugins have no outlet here. */
const PostEmbedded = <template>
  <div ...attributes class="reply" data-post-id={{@post.id}}>
    <div class="row">
      <PostAvatar @post={{@post}} />
      <div class="topic-body">
        <div class="topic-meta-data embedded-reply">
          <PostMetaDataPosterName @post={{@post}} />
          <div class="post-link-arrow">
            <a
              class="post-info arrow"
              href={{@post.shareUrl}}
              title={{i18n "topic.jump_reply"}}
            >
              {{dIcon (if @above "arrow-up" "arrow-down")}}
            </a>
          </div>
        </div>
        <PostCookedHtml
          @post={{@post}}
          @highlightTerm={{@highlightTerm}}
          @streamElement={{@streamElement}}
        />
      </div>
    </div>
  </div>
</template>;

export default PostEmbedded;
