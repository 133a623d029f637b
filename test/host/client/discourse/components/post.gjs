import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { concat, fn, hash } from "@ember/helper";
import { action } from "@ember/object";
import { trackedArray, trackedMap } from "@ember/reactive/collections";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import PostAvatar from "discourse/components/post/avatar";
import PostCookedHtml from "discourse/components/post/cooked-html";
import PostEmbedded from "discourse/components/post/embedded";
import PostMenu from "discourse/components/post/menu";
import PostMetaData from "discourse/components/post/meta-data";
import TopicMap from "discourse/components/topic-map";
import lazyHash from "discourse/helpers/lazy-hash";
import { relativeAge } from "discourse/lib/formatter";
import { getAbsoluteURL } from "discourse/lib/get-url";
import { applyValueTransformer } from "discourse/lib/transformer";
import { clipboardCopy } from "discourse/lib/utilities";
import { gt } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import { i18n } from "discourse-i18n";

/** One post in the stream, with core's outlets around its text. */
export default class Post extends Component {
  @service currentUser;
  @service site;
  @service store;
  @service toasts;

  @tracked repliesAbove = [];

  decoratorState = trackedMap();
  repliesBelow = trackedArray();

  get context() {
    const { post, prevPost, nextPost } = this.args;
    return { post, prevPost, nextPost };
  }

  get additionalClasses() {
    return applyValueTransformer("post-class", [], this.context);
  }

  get additionalArticleClasses() {
    return applyValueTransformer("post-article-class", [], this.context);
  }

  get dateText() {
    const { created_at } = this.args.post;
    return created_at
      ? relativeAge(new Date(created_at), { format: "medium" })
      : "";
  }

  get staged() {
    const { post } = this.args;
    return post.id === -1 || post.isSaving || post.staged;
  }

  get isFromCurrentUser() {
    return this.currentUser?.id === this.args.post.user_id;
  }

  get shouldShowTopicMap() {
    const { post } = this.args;
    const isPM = post.topic?.archetype === "private_message";
    return (
      post.post_number === 1 &&
      applyValueTransformer("post-show-topic-map", isPM, {
        ...this.context,
        isPM,
        isRegular: !isPM,
      })
    );
  }

  @action
  copyLink() {
    clipboardCopy(getAbsoluteURL(this.args.post.shareUrl));
    this.toasts.success({
      duration: "short",
      data: { message: i18n("post.controls.link_copied") },
    });
  }

  @action
  async toggleReplies() {
    if (this.repliesBelow.length > 0) {
      this.repliesBelow.length = 0;
      return;
    }
    const replies = await this.store.find("post-reply", {
      postId: this.args.post.id,
    });
    this.repliesBelow.push(...this.#asPosts(replies));
  }

  @action
  async toggleReplyAbove(event) {
    event?.preventDefault?.();
    if (this.repliesAbove.length > 0) {
      this.repliesAbove = [];
      return;
    }
    const replies = await this.store.find("post-reply-history", {
      postId: this.args.post.id,
    });
    this.repliesAbove = this.#asPosts(replies);
  }

  // Core gives them no topic: they have one where the stream has them, too.
  #asPosts(replies) {
    return replies.content.map((reply) =>
      this.store.createRecord("post", reply)
    );
  }

  <template>
    <div
      ...attributes
      class={{unless
        @cloaked
        (concatClass
          "topic-post"
          "clearfix"
          (if this.site.desktopView "post--sticky-avatar sticky-avatar")
          (if this.staged "post--staged staged")
          (if @post.topicOwner "post--topic-owner topic-owner")
          (if this.isFromCurrentUser "post--current-user current-user-post")
          (if @post.hidden "post--hidden post-hidden")
          (if @post.deleted "post--deleted deleted")
          (if @post.isWhisper "post--whisper whisper")
          (if
            @post.isModeratorAction
            "post--moderator moderator"
            "post--regular regular"
          )
          this.additionalClasses
        )
      }}
      data-post-number={{@post.post_number}}
      id={{if @cloaked (concat "post_" @post.post_number)}}
    >
      <h2 class="sr-only" id="post-heading-{{@post.post_number}}">
        {{i18n
          "post.accessible_heading"
          username=@post.username
          date=this.dateText
        }}
      </h2>
      {{#unless @cloaked}}
        {{#let
          (lazyHash
            post=@post
            actions=(hash)
            decoratorState=this.decoratorState
            topicPageQueryParams=@topicPageQueryParams
            prevPost=@prevPost
            nextPost=@nextPost
          )
          as |outletArgs|
        }}
          <PluginOutlet @name="post-article" @outletArgs={{outletArgs}}>
            <article
              id="post_{{@post.post_number}}"
              class={{concatClass
                "boxed"
                "onscreen-post"
                this.additionalArticleClasses
              }}
              aria-labelledby="post-heading-{{@post.post_number}}"
              data-post-id={{@post.id}}
              data-topic-id={{@post.topicId}}
              data-user-id={{@post.user_id}}
            >
              <PluginOutlet
                @name="post-article-content"
                @outletArgs={{outletArgs}}
              >
                {{#if this.repliesAbove.length}}
                  <div class="post__row row">
                    <section
                      class="post__embedded-posts post__embedded-posts--top post__body embedded-posts top topic-body"
                    >
                      <DButton
                        class="post__collapse-button collapse-down"
                        @action={{this.toggleReplyAbove}}
                        @icon="chevron-down"
                        @title="post.collapse"
                      />
                      {{#each this.repliesAbove key="id" as |reply|}}
                        <PostEmbedded
                          @post={{reply}}
                          @above={{true}}
                          @streamElement={{@streamElement}}
                        />
                      {{/each}}
                    </section>
                  </div>
                {{/if}}
                <div class="post__row row">
                  <PostAvatar
                    @post={{@post}}
                    @decoratorState={{this.decoratorState}}
                  />
                  <div class="post__body topic-body clearfix">
                    <PluginOutlet
                      @name="post-metadata"
                      @outletArgs={{outletArgs}}
                    >
                      <PostMetaData
                        @post={{@post}}
                        @editPost={{fn @editPost @post}}
                        @showHistory={{fn @showHistory @post}}
                        @hasRepliesAbove={{gt this.repliesAbove.length 0}}
                        @toggleReplyAbove={{this.toggleReplyAbove}}
                      />
                    </PluginOutlet>

                    <div class="post__regular regular post__contents contents">
                      <PluginOutlet
                        @name="post-content-cooked-html"
                        @outletArgs={{outletArgs}}
                      >
                        <PostCookedHtml
                          @post={{@post}}
                          @highlightTerm={{@highlightTerm}}
                          @decoratorState={{this.decoratorState}}
                          @streamElement={{@streamElement}}
                        />
                      </PluginOutlet>

                      <section class="post__menu-area post-menu-area clearfix">
                        <PostMenu
                          @post={{@post}}
                          @prevPost={{@prevPost}}
                          @nextPost={{@nextPost}}
                          @canCreatePost={{@canCreatePost}}
                          @copyLink={{this.copyLink}}
                          @editPost={{fn @editPost @post}}
                          @repliesShown={{gt this.repliesBelow.length 0}}
                          @replyToPost={{fn @replyToPost @post}}
                          @toggleReplies={{this.toggleReplies}}
                        />
                      </section>

                      {{#if this.repliesBelow.length}}
                        <section
                          class="post__embedded-posts post__embedded-posts--bottom embedded-posts bottom"
                        >
                          {{#each this.repliesBelow key="id" as |reply|}}
                            <PostEmbedded
                              role="region"
                              @post={{reply}}
                              @streamElement={{@streamElement}}
                            />
                          {{/each}}
                          <DButton
                            class="post__collapse-button collapse-up"
                            @action={{this.toggleReplies}}
                            @icon="chevron-up"
                            @title="post.collapse"
                          />
                        </section>
                      {{/if}}
                    </div>

                    <section class="post__actions post-actions"></section>
                    <PluginOutlet
                      @name="post-links"
                      @outletArgs={{outletArgs}}
                    />
                  </div>
                </div>

                {{#if this.shouldShowTopicMap}}
                  <div class="post__topic-map topic-map --op">
                    <TopicMap
                      @model={{@post.topic}}
                      @topicDetails={{@post.topic.details}}
                      @showInvite={{@showInvite}}
                      @removeAllowedUser={{@removeAllowedUser}}
                    />
                  </div>
                {{/if}}
              </PluginOutlet>
            </article>
          </PluginOutlet>
        {{/let}}
      {{/unless}}
    </div>
  </template>
}
