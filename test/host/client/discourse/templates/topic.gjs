import { concat } from "@ember/helper";
import { trustHTML } from "@ember/template";
import DiscourseTopic from "discourse/components/discourse-topic";
import MoreTopics from "discourse/components/more-topics";
import PluginOutlet from "discourse/components/plugin-outlet";
import PostStream from "discourse/components/post-stream";
import PostTextSelection from "discourse/components/post-text-selection";
import TopicFooterButtons from "discourse/components/topic-footer-buttons";
import TopicHeading from "discourse/components/topic-heading";
import bodyClass from "discourse/helpers/body-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";

const TopicTemplate = <template>
  <DiscourseTopic @topic={{@controller.model}}>
    {{#if @controller.model}}
      {{bodyClass (concat "archetype-" @controller.model.archetype)}}
    {{/if}}

    {{#unless @controller.shouldHideScrollableContentAbove}}
      <span>
        <PluginOutlet
          @name="topic-above-post-stream"
          @connectorTagName="div"
          @outletArgs={{lazyHash model=@controller.model}}
        />
      </span>
    {{/unless}}

    {{#if @controller.model.postStream.loaded}}
      {{#if @controller.model.postStream.firstPostPresent}}
        <TopicHeading @controller={{@controller}} />
      {{/if}}

      <div class="container posts">
        <div class="row">
          <section
            class="topic-area"
            id="topic"
            data-topic-id={{@controller.model.id}}
          >
            <div class="posts-wrapper">
              <span>
                <PluginOutlet
                  @name="topic-above-posts"
                  @connectorTagName="div"
                  @outletArgs={{lazyHash model=@controller.model}}
                />
              </span>

              {{#unless @controller.model.postStream.loadingFilter}}
                <PostStream
                  @topic={{@controller.model}}
                  @postStream={{@controller.model.postStream}}
                  @canCreatePost={{@controller.model.details.can_create_post}}
                  @lastReadPostNumber={{@controller.userLastReadPostNumber}}
                  @loadMoreAbove={{@controller.loadMoreAbove}}
                  @loadMoreBelow={{@controller.loadMoreBelow}}
                  @editPost={{@controller.editPost}}
                  @deletePost={{@controller.deletePost}}
                  @recoverPost={{@controller.recoverPost}}
                  @replyToPost={{@controller.replyToPost}}
                  @removeAllowedGroup={{@controller.removeAllowedGroup}}
                  @removeAllowedUser={{@controller.removeAllowedUser}}
                  @showHistory={{@controller.showHistory}}
                  @showInvite={{@controller.showInvite}}
                />
              {{/unless}}
            </div>
            <div id="topic-bottom"></div>

            <DConditionalLoadingSpinner
              @condition={{@controller.model.postStream.loadingFilter}}
            />

            <PluginOutlet
              @name="topic-area-bottom"
              @connectorTagName="div"
              @outletArgs={{lazyHash model=@controller.model}}
            />
          </section>
        </div>
      </div>

      {{#if @controller.loadedAllPosts}}
        {{#if @controller.currentUser}}
          <span>
            <PluginOutlet
              @name="topic-above-footer-buttons"
              @connectorTagName="div"
              @outletArgs={{lazyHash model=@controller.model}}
            />
          </span>
          <TopicFooterButtons
            @topic={{@controller.model}}
            @replyToPost={{@controller.replyToPost}}
          />
        {{/if}}
        <span>
          <PluginOutlet
            @name="topic-above-suggested"
            @connectorTagName="div"
            @outletArgs={{lazyHash model=@controller.model}}
          />
        </span>
        <MoreTopics @topic={{@controller.model}} />
      {{/if}}
    {{else}}
      <div class="container">
        <DConditionalLoadingSpinner @condition={{@controller.noErrorYet}}>
          {{#if @controller.model.errorHtml}}
            <div class="not-found">
              {{trustHTML @controller.model.errorHtml}}
            </div>
          {{else}}
            <div class="topic-error">
              <div>{{@controller.model.errorMessage}}</div>
              {{#unless @controller.model.noRetry}}
                <DButton
                  @action={{@controller.retryLoading}}
                  @icon="arrows-rotate"
                  @label="errors.buttons.again"
                  class="btn-primary topic-retry"
                />
              {{/unless}}
            </div>
          {{/if}}
        </DConditionalLoadingSpinner>
      </div>
    {{/if}}

    {{#if @controller.model}}
      <PostTextSelection
        @topic={{@controller.model}}
        @quoteState={{@controller.quoteState}}
        @selectText={{@controller.selectText}}
        @buildQuoteMarkdown={{@controller.buildQuoteMarkdown}}
      />
    {{/if}}
  </DiscourseTopic>
</template>;

export default TopicTemplate;
