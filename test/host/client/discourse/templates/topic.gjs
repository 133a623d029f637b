import { concat } from "@ember/helper";
import { trustHTML } from "@ember/template";
import BasicTopicList from "discourse/components/basic-topic-list";
import DiscourseTopic from "discourse/components/discourse-topic";
import PluginOutlet from "discourse/components/plugin-outlet";
import PostStream from "discourse/components/post-stream";
import PostTextSelection from "discourse/components/post-text-selection";
import TopicFooterButtons from "discourse/components/topic-footer-buttons";
import TopicHeading from "discourse/components/topic-heading";
import bodyClass from "discourse/helpers/body-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";
import { i18n } from "discourse-i18n";

/** Below a topic: messages with the same people, or what else may be of interest. */
const MoreTopics = <template>
  <div class="more-topics__container">
    {{#if @topic.relatedMessages.length}}
      <div id="related-messages" class="more-topics__list" role="complementary">
        <h3>{{i18n "related_messages.title"}}</h3>
        <BasicTopicList
          @topics={{@topic.relatedMessages}}
          @hideCategory={{true}}
          @showPosters={{true}}
        />
      </div>
    {{else if @topic.suggestedTopics.length}}
      <div id="suggested-topics" class="more-topics__list" role="complementary">
        <h3>{{i18n "suggested_topics.title"}}</h3>
        <BasicTopicList
          @topics={{@topic.suggestedTopics}}
          @showPosters={{true}}
        />
      </div>
    {{/if}}
  </div>
</template>;

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
                  @replyToPost={{@controller.replyToPost}}
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
