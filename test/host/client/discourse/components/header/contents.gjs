import Component from "@glimmer/component";
import { service } from "@ember/service";
import TopicInfo from "discourse/components/header/topic/info";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import getURL from "discourse/lib/get-url";
import dIcon from "discourse/ui-kit/helpers/d-icon";

class HomeLogo extends Component {
  @service siteSettings;

  get href() {
    return getURL("/");
  }

  <template>
    <div class="title">
      <a href={{this.href}}>
        {{#if @minimized}}
          {{dIcon "house"}}
        {{else}}
          <h1 id="site-text-logo" class="text-logo">
            {{this.siteSettings.title}}
          </h1>
        {{/if}}
      </a>
    </div>
  </template>
}

const HeaderContents = <template>
  <div class="contents">
    <PluginOutlet
      @name="header-contents__before"
      @outletArgs={{lazyHash
        topicInfo=@topicInfo
        topicInfoVisible=@topicInfoVisible
      }}
    />
    <div class="home-logo-wrapper-outlet">
      <PluginOutlet @name="home-logo-wrapper">
        <HomeLogo @minimized={{@topicInfoVisible}} />
      </PluginOutlet>
    </div>
    {{#if @topicInfoVisible}}
      <TopicInfo @topicInfo={{@topicInfo}} />
    {{/if}}
    <div class="panel" role="navigation">{{yield}}</div>
    <PluginOutlet
      @name="header-contents__after"
      @outletArgs={{lazyHash
        topicInfo=@topicInfo
        topicInfoVisible=@topicInfoVisible
      }}
    />
  </div>
</template>;

export default HeaderContents;
