import DRelativeDate from "discourse/ui-kit/d-relative-date";
import { i18n } from "discourse-i18n";

const PostMetaDataDate = <template>
  <div class="post-info post-date">
    <a class="post-date" href={{@post.shareUrl}} title={{i18n "post.sr_date"}}>
      <DRelativeDate @date={{@post.created_at}} />
    </a>
  </div>
</template>;

export default PostMetaDataDate;
