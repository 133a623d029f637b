import Component from "@glimmer/component";
import { fn } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { getAbsoluteURL } from "discourse/lib/get-url";
import Sharing from "discourse/lib/sharing";
import { clipboardCopy, postUrl } from "discourse/lib/utilities";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

export default class PostTextSelectionToolbar extends Component {
  @service currentUser;
  @service site;
  @service siteSettings;
  @service toasts;

  get topic() {
    return this.args.data.topic;
  }

  get post() {
    return this.topic.postStream.findLoadedPost(
      this.args.data.quoteState.postId
    );
  }

  get embedQuoteButton() {
    return (
      this.topic.details.can_create_post &&
      (this.currentUser?.user_option?.enable_quoting ?? true)
    );
  }

  get quoteSharingEnabled() {
    return (
      this.site.desktopView &&
      !this.topic.invisible &&
      this.siteSettings.share_quote_visibility === "all"
    );
  }

  get quoteSharingSources() {
    return Sharing.activeSources(
      this.siteSettings.share_quote_buttons,
      this.siteSettings.login_required || this.topic.isPrivateMessage
    );
  }

  @action
  async copyQuoteToClipboard() {
    clipboardCopy(await this.args.data.buildQuote());
    this.toasts.success({
      duration: "short",
      data: { message: i18n("post.quote_copied_to_clipboard") },
    });
    await this.args.data.hideToolbar();
  }

  @action
  share(source) {
    const { slug, id, title } = this.topic;
    Sharing.shareSource(source, {
      url: getAbsoluteURL(postUrl(slug, id, this.post.post_number)),
      title,
      quote: window.getSelection().toString(),
    });
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
          {{#if @data.canCopyQuote}}
            <DButton
              @icon="copy"
              @label="post.quote_copy"
              @title="post.quote_copy"
              @action={{this.copyQuoteToClipboard}}
              @preventFocus={{true}}
              class="btn-flat copy-quote"
            />
          {{/if}}
          <PluginOutlet
            @name="quote-share-buttons-before"
            @connectorTagName="span"
            @outletArgs={{lazyHash data=@data}}
          />
          {{#if this.quoteSharingEnabled}}
            {{#each this.quoteSharingSources as |source|}}
              <DButton
                @action={{fn this.share source}}
                @translatedTitle={{source.title}}
                @icon={{source.icon}}
                class="btn-flat"
              />
            {{/each}}
            <PluginOutlet
              @name="quote-share-buttons-after"
              @connectorTagName="span"
              @outletArgs={{lazyHash data=@data}}
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
