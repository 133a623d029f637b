import Component from "@glimmer/component";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import PluginOutlet from "discourse/components/plugin-outlet";
import Post from "discourse/components/post";
import PostSmallAction from "discourse/components/post/small-action";
import lazyHash from "discourse/helpers/lazy-hash";
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

  isSmallAction = (post) =>
    post.post_type === this.site.post_types.small_action;
  previousPost = (index) => this.args.postStream.posts[index - 1];
  nextPost = (index) => this.args.postStream.posts[index + 1];

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
