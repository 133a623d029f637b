import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { i18n } from "discourse-i18n";

/** The row of numbers; of core's, the last: how often the topic was looked at. */
const TopicMapSummary = <template>
  <div class="topic-map__stats --single-stat">
    <span class="topic-map__views-trigger">
      <span class="number">{{@topic.views}}</span>
      <span class="topic-map__stat-label">{{i18n
          "views_lowercase"
          count=@topic.views
        }}</span>
    </span>
    <PluginOutlet
      @name="topic-map-participants-after"
      @outletArgs={{lazyHash topic=@topic}}
    />
    <div class="topic-map__buttons"></div>
  </div>
</template>;

export default TopicMapSummary;
