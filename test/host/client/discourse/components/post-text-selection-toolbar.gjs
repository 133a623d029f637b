import Component from "@glimmer/component";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";

export default class PostTextSelectionToolbar extends Component {
  @service currentUser;

  get post() {
    const { quoteState, topic } = this.args.data;
    return topic.postStream.findLoadedPost(quoteState.postId);
  }

  get embedQuoteButton() {
    return (
      this.args.data.topic.details.can_create_post &&
      (this.currentUser?.user_option?.enable_quoting ?? true)
    );
  }

  <template>
    <div class="quote-button visible">
      <div class="buttons">
        <PluginOutlet
          @name="post-text-buttons"
          @outletArgs={{lazyHash data=@data post=this.post}}
        >
          {{#if this.embedQuoteButton}}
            <DButton
              @icon="quote-left"
              @label="post.quote_reply"
              @title="post.quote_reply_shortcut"
              @action={{@data.insertQuote}}
              @preventFocus={{true}}
              class="btn-flat insert-quote"
            />
          {{/if}}
        </PluginOutlet>
      </div>
      <div class="extra">
        <PluginOutlet @name="quote-button-after" @connectorTagName="div" />
      </div>
    </div>
  </template>
}
