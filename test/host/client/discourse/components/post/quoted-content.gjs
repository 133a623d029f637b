import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import PostCookedHtml from "discourse/components/post/cooked-html";
import { ajax } from "discourse/lib/ajax";
import { postUrl } from "discourse/lib/utilities";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** What is inside an `aside.quote`. Unfolded, it is the quoted post as the site has it. */
export default class PostQuotedContent extends Component {
  @service store;

  @tracked expanded = false;
  @tracked hasFailed = false;
  @tracked quotedPost = null;

  constructor() {
    super(...arguments);
    if (this.args.expanded) {
      this.toggleExpanded();
    }
  }

  get isIgnored() {
    return this.args.ignoredUsers?.includes(this.args.quotedUsername);
  }

  get quotedPostUrl() {
    const { post, quotedTopicId, quotedPostNumber } = this.args;
    return post?.topic?.slug && quotedTopicId === post.topic.id
      ? postUrl(post.topic.slug, quotedTopicId, quotedPostNumber)
      : null;
  }

  get canToggle() {
    return !this.args.fullQuote && !this.isIgnored;
  }

  get hasControls() {
    return this.canToggle || this.quotedPostUrl;
  }

  get toggleIcon() {
    return this.expanded ? "chevron-up" : "chevron-down";
  }

  @action
  clickTitle(event) {
    if (this.canToggle && !event.target.closest("a, .quote-controls")) {
      this.toggleExpanded();
    }
  }

  // Core hands this to its `AsyncContent`, which shows what it throws.
  @action
  async loadQuotedPost({ topicNumber, postNumber }) {
    const json = await ajax(`/posts/by_number/${topicNumber}/${postNumber}`, {
      ignoreUnsent: false,
    });
    const quoted = this.store.createRecord("post", json);
    const { post } = this.args;
    if (quoted.topic_id === post?.topic_id) {
      quoted.topic = post.topic;
    }
    return quoted;
  }

  @action
  async toggleExpanded() {
    const { quotedTopicId, quotedPostNumber, wrapperElement } = this.args;
    this.expanded = !this.expanded;
    this.hasFailed = false;
    wrapperElement.dataset.expanded = this.expanded;
    if (this.expanded && !this.quotedPost) {
      try {
        this.quotedPost = await this.loadQuotedPost({
          topicNumber: quotedTopicId,
          postNumber: quotedPostNumber,
        });
      } catch {
        this.hasFailed = true;
      }
    }
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <div
      class="title"
      data-has-quote-controls={{this.hasControls}}
      data-can-toggle-quote={{this.canToggle}}
      data-can-navigate-to-post={{this.quotedPostUrl}}
      {{on "click" this.clickTitle}}
    >
      {{~@title~}}
      {{~#if this.hasControls~}}
        <div class="quote-controls">
          {{~#if this.canToggle~}}
            <DButton
              @action={{this.toggleExpanded}}
              @ariaExpanded={{this.expanded}}
              @title={{if this.expanded "post.collapse" "expand"}}
              class="btn-flat quote-toggle"
            >{{~dIcon this.toggleIcon~}}</DButton>
          {{~/if~}}
          {{~#if this.quotedPostUrl~}}
            <DButton
              @href={{this.quotedPostUrl}}
              @title="post.follow_quote"
              class="btn-flat back"
            >{{~dIcon "arrow-up"~}}</DButton>
          {{~/if~}}
        </div>
      {{~/if~}}
    </div>
    <blockquote id={{@id}}>
      {{~#unless this.isIgnored~}}
        {{~#if this.expanded~}}
          {{~#if this.quotedPost~}}
            <div class="expanded-quote" data-post-id={{this.quotedPost.id}}>
              <PostCookedHtml
                @className="post__contents-cooked-quote"
                @post={{this.quotedPost}}
                @decoratorState={{@decoratorState}}
                @selectionBarrier={{false}}
                @streamElement={{@streamElement}}
              />
            </div>
          {{~else if this.hasFailed~}}
            <div class="quote-error expanded-quote">{{i18n
                "generic_error"
              }}</div>
          {{~/if~}}
        {{~else~}}
          <PostCookedHtml
            @className="post__contents-cooked-quote"
            @post={{@post}}
            @cooked={{@collapsedContent}}
            @decoratorState={{@decoratorState}}
            @selectionBarrier={{false}}
            @streamElement={{@streamElement}}
          />
        {{~/if~}}
      {{~/unless~}}
    </blockquote>
  </template>
}
