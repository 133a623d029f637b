import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import TopicStatus from "discourse/components/topic-status";
import lazyHash from "discourse/helpers/lazy-hash";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import DiscourseURL from "discourse/lib/url";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The topic's title in the header, once its own title has scrolled away. */
export default class Info extends Component {
  @service currentUser;

  get pmHref() {
    return this.currentUser?.pmPath(this.args.topicInfo);
  }

  @action
  jumpToTopPost(event) {
    if (!wantsNewWindow(event)) {
      event.preventDefault();
      DiscourseURL.routeTo(this.args.topicInfo.firstPostUrl);
    }
  }

  <template>
    <div class="extra-info-wrapper">
      <PluginOutlet
        @name="header-topic-info__before"
        @outletArgs={{lazyHash topic=@topicInfo}}
      />
      <div class="extra-info">
        <div class="title-wrapper">
          <h1 class="header-title">
            {{#if @topicInfo.isPrivateMessage}}
              <a
                class="private-message-glyph-wrapper"
                href={{this.pmHref}}
                aria-label={{i18n "user.messages.inbox"}}
              >{{dIcon "envelope" class="private-message-glyph"}}</a>
            {{/if}}
            <TopicStatus @topic={{@topicInfo}} @context="header" />
            <a
              class="topic-link"
              href={{@topicInfo.url}}
              data-topic-id={{@topicInfo.id}}
              {{on "click" this.jumpToTopPost}}
            ><span>{{trustHTML @topicInfo.fancyTitle}}</span></a>
            <span class="header-topic-title-suffix">
              <PluginOutlet
                @name="header-topic-title-suffix"
                @outletArgs={{lazyHash topic=@topicInfo}}
              />
            </span>
          </h1>
        </div>
      </div>
      <PluginOutlet
        @name="header-topic-info__after"
        @outletArgs={{lazyHash topic=@topicInfo}}
      />
    </div>
  </template>
}
