import { on } from "@ember/modifier";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import TopicStatus from "discourse/components/topic-status";
import bodyClass from "discourse/helpers/body-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "search-page"}}
  <div class="search-container">
    <form class="search-bar" role="search" {{on "submit" @controller.search}}>
      <input
        type="search"
        name="q"
        class="full-page-search search"
        aria-label={{i18n "search.title"}}
        value={{@model.q}}
      />
      <DButton
        @type="submit"
        @icon="magnifying-glass"
        @label="search.search_button"
        class="btn-primary search-cta"
      />
    </form>
    <div class="search-results" role="region" aria-live="polite">
      {{#each @model.posts as |post|}}
        <div class="fps-result" data-topic-id={{post.topic_id}}>
          <div class="fps-topic">
            <div class="topic">
              <a
                href={{post.topic.url}}
                class="search-link"
                data-topic-id={{post.topic_id}}
              >
                <TopicStatus
                  @topic={{post.topic}}
                  @showPrivateMessageIcon={{true}}
                />
                <span class="topic-title">{{trustHTML
                    post.topic.fancyTitle
                  }}</span>
                <PluginOutlet
                  @name="search-results-topic-title-suffix"
                  @outletArgs={{lazyHash topic=post.topic}}
                />
              </a>
            </div>
            <div class="blurb container">{{trustHTML post.blurb}}</div>
          </div>
        </div>
      {{else}}
        {{#if @model.q}}
          <p class="no-results-container">{{i18n "search.no_results"}}</p>
        {{/if}}
      {{/each}}
    </div>
  </div>
</template>
