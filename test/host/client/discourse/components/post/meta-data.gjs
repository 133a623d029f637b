import Component from "@glimmer/component";
import { cached } from "@glimmer/tracking";
import { hash } from "@ember/helper";
import { on } from "@ember/modifier";
import PostMetaDataEditsIndicator from "discourse/components/post/meta-data/edits-indicator";
import PostMetaDataPosterName from "discourse/components/post/meta-data/poster-name";
import DAG from "discourse/lib/dag";
import { applyMutableValueTransformer } from "discourse/lib/transformer";
import DRelativeDate from "discourse/ui-kit/d-relative-date";
import avatar from "discourse/ui-kit/helpers/d-avatar";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

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

const PostMetaDataReadIndicator = <template>
  <div
    class={{concatClass "read-state" (if @post.read "read")}}
    title={{i18n "post.unread"}}
  >{{icon "circle"}}</div>
</template>;

const PostMetaDataDate = <template>
  <div class="post-info post-date">
    <a class="post-date" href={{@post.shareUrl}} title={{i18n "post.sr_date"}}>
      <DRelativeDate @date={{@post.created_at}} />
    </a>
  </div>
</template>;

const metaDataInfoKeys = Object.freeze({
  WHISPER_INDICATOR: "whisper_indicator",
  EMAIL_INDICATOR: "email_indicator",
  LOCKED_INDICATOR: "locked_indicator",
  EDITS_INDICATOR: "edits_indicator",
  SELECT_POST: "select_post",
  REPLY_TO_TAB: "reply_to_tab",
  LANGUAGE: "language",
  DATE: "date",
  READ_INDICATOR: "read_indicator",
});

/** Those of core's infos that the host has, and when each is shown. */
const INFOS = {
  [metaDataInfoKeys.EDITS_INDICATOR]: {
    Component: PostMetaDataEditsIndicator,
    shouldRender: ({ post }) => post.version > 1 || post.wiki,
  },
  [metaDataInfoKeys.REPLY_TO_TAB]: {
    Component: PostMetaDataReplyToTab,
    shouldRender: ({ post }) => Boolean(post.reply_to_user),
  },
  [metaDataInfoKeys.DATE]: {
    Component: PostMetaDataDate,
    shouldRender: () => true,
  },
  [metaDataInfoKeys.READ_INDICATOR]: {
    Component: PostMetaDataReadIndicator,
    shouldRender: () => true,
  },
};

/** A post's first line. Plugins add to it through the transformer. */
export default class PostMetaData extends Component {
  @cached
  get infos() {
    const entries = Object.entries(INFOS).map(([key, info]) => [
      key,
      info.Component,
    ]);
    const dag = applyMutableValueTransformer(
      "post-meta-data-infos",
      DAG.from(entries, { throwErrorOnCycle: false }),
      { post: this.args.post, metaDataInfoKeys }
    );

    return dag
      .resolve()
      .filter(({ key }) => INFOS[key]?.shouldRender(this.args) ?? true)
      .map(({ key, value }) => ({ key, InfoComponent: value }));
  }

  <template>
    <div class="topic-meta-data" role="heading" aria-level="2">
      <PostMetaDataPosterName @post={{@post}} />

      <div class="post-infos">
        {{#each this.infos key="key" as |info|}}
          <info.InfoComponent
            @post={{@post}}
            @editPost={{@editPost}}
            @showHistory={{@showHistory}}
            @hasRepliesAbove={{@hasRepliesAbove}}
            @toggleReplyAbove={{@toggleReplyAbove}}
          />
        {{/each}}
      </div>
    </div>
  </template>
}
