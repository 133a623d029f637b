import HomeLogo from "discourse/components/header/home-logo";
import TopicInfo from "discourse/components/header/topic/info";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";

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
