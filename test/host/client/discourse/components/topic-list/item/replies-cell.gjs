import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import dElement from "discourse/ui-kit/helpers/d-element";
import dNumber from "discourse/ui-kit/helpers/d-number";
import { i18n } from "discourse-i18n";

export default class RepliesCell extends Component {
  get wrapperElement() {
    return dElement(this.args.tagName ?? "td");
  }

  <template>
    <this.wrapperElement class="num posts-map posts topic-list-data">
      <a
        href={{@topic.firstPostUrl}}
        class="badge-posts"
        aria-label={{i18n "topic.reply_count_link" count=@topic.replyCount}}
      >
        <PluginOutlet
          @name="topic-list-before-reply-count"
          @outletArgs={{lazyHash topic=@topic}}
        />
        {{dNumber @topic.replyCount}}
      </a>
    </this.wrapperElement>
  </template>
}
