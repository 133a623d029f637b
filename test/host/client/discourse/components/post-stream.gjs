import Component from "@glimmer/component";
import { trackedMap } from "@ember/reactive/collections";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import { modifier } from "ember-modifier";
import PluginOutlet from "discourse/components/plugin-outlet";
import Post from "discourse/components/post";
import PostSmallAction from "discourse/components/post/small-action";
import lazyHash from "discourse/helpers/lazy-hash";
import { isTesting } from "discourse/lib/environment";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";

/** The posts of a topic, loading more as the ends come into view. */
export default class PostStream extends Component {
  @service screenTrack;
  @service site;

  atEnd = modifier((element, [load]) => {
    const observer = new IntersectionObserver(
      (entries) =>
        entries.some(({ isIntersecting }) => isIntersecting) && load()
    );
    observer.observe(element);
    return () => observer.disconnect();
  });

  trackReading = modifier((element) => {
    const onscreen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const number = parseInt(target.dataset.postNumber, 10);
        if (isIntersecting) {
          onscreen.add(number);
        } else {
          onscreen.delete(number);
        }
      }
      this.screenTrack.setOnscreen([...onscreen], []);
    });
    const observeAll = () => {
      for (const post of element.querySelectorAll(".topic-post")) {
        observer.observe(post);
      }
    };
    const added = new MutationObserver(observeAll);
    added.observe(element, { childList: true });
    observeAll();
    return () => {
      observer.disconnect();
      added.disconnect();
    };
  });

  /** As core: what lies further than a screen away is a box of its height, and nothing in it. Core's tests go without. */
  cloak = modifier((element, [post]) => {
    if (isTesting()) {
      return;
    }
    const observer = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (isIntersecting) {
          this.#cloaked.delete(post.id);
        } else if (!this.#cloaked.has(post.id)) {
          const { height } = element.getBoundingClientRect();
          this.#cloaked.set(post.id, height);
        }
      },
      { rootMargin: `${window.innerHeight}px 0px`, root: document }
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      this.#cloaked.delete(post.id);
    };
  });

  isCloaked = (post) => this.#cloaked.has(post.id);
  cloakedStyle = (post) =>
    this.#cloaked.has(post.id)
      ? trustHTML(
          `height:${this.#cloaked.get(post.id)}px !important;box-sizing:border-box !important;`
        )
      : null;

  isSmallAction = (post) =>
    post.post_type === this.site.post_types.small_action;
  previousPost = (index) => this.args.postStream.posts[index - 1];
  nextPost = (index) => this.args.postStream.posts[index + 1];

  #cloaked = trackedMap();

  <template>
    <div class="post-stream" {{this.trackReading}}>
      {{#if @postStream.canPrependMore}}
        <div class="load-more-above" {{this.atEnd @loadMoreAbove}}></div>
        <DConditionalLoadingSpinner @condition={{@postStream.loadingAbove}} />
      {{/if}}

      {{#each @postStream.posts key="id" as |post index|}}
        {{#if (this.isSmallAction post)}}
          <PostSmallAction @post={{post}} />
        {{else}}
          <Post
            class={{if (this.isCloaked post) "post-stream--cloaked"}}
            style={{this.cloakedStyle post}}
            @cloaked={{this.isCloaked post}}
            @post={{post}}
            @prevPost={{this.previousPost index}}
            @nextPost={{this.nextPost index}}
            @canCreatePost={{@canCreatePost}}
            @editPost={{@editPost}}
            @replyToPost={{@replyToPost}}
            @removeAllowedUser={{@removeAllowedUser}}
            @showHistory={{@showHistory}}
            @showInvite={{@showInvite}}
            @streamElement={{true}}
            {{this.cloak post}}
          />
        {{/if}}
      {{/each}}

      {{#if @postStream.canAppendMore}}
        <div class="load-more-below" {{this.atEnd @loadMoreBelow}}></div>
        <DConditionalLoadingSpinner @condition={{@postStream.loadingBelow}} />
      {{else if @postStream.posts.length}}
        <PluginOutlet
          @name="post-stream-bottom"
          @outletArgs={{lazyHash posts=@postStream.posts topic=@topic}}
        />
      {{/if}}
    </div>
  </template>
}
