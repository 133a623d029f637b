import Component from "@glimmer/component";
import { cached } from "@glimmer/tracking";
import { trackedMap } from "@ember/reactive/collections";
import PostCookedHtml from "discourse/components/post/cooked-html";
import { applyValueTransformer } from "discourse/lib/transformer";
import DRelativeDate from "discourse/ui-kit/d-relative-date";
import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const ICONS = {
  "closed.enabled": "lock",
  "closed.disabled": "unlock-keyhole",
  invited_user: "circle-plus",
  removed_user: "circle-minus",
  user_left: "circle-minus",
};

/**
 * A line in the stream that says what was done to the topic, and below it the
 * post's own text, unless a plugin shows something in the place of both.
 */
export default class PostSmallAction extends Component {
  decoratorState = trackedMap();

  @cached
  get CustomComponent() {
    const { post } = this.args;
    return applyValueTransformer("post-small-action-custom-component", null, {
      code: post.action_code,
      post,
    });
  }

  get createdAt() {
    return new Date(this.args.post.created_at);
  }

  get icon() {
    const { post } = this.args;
    return applyValueTransformer(
      "post-small-action-icon",
      ICONS[post.action_code] || "exclamation",
      { post, code: post.action_code }
    );
  }

  get classes() {
    const { post } = this.args;
    return applyValueTransformer("post-small-action-class", [], {
      post,
      actionCode: post.action_code,
    });
  }

  get description() {
    const { action_code, action_code_who } = this.args.post;
    return (
      action_code &&
      i18n(`action_codes.${action_code}`, {
        who: action_code_who ? `@${action_code_who}` : "",
        when: "",
      })
    );
  }

  <template>
    <div class="small-action topic-post" data-post-number={{@post.post_number}}>
      {{! what a screen reader calls it, whatever a plugin shows }}
      <h2 class="sr-only" id="post-heading-{{@post.post_number}}">
        {{this.description}}
      </h2>
      <article
        id="post_{{@post.post_number}}"
        class={{concatClass "small-action onscreen-post" this.classes}}
        aria-labelledby="post-heading-{{@post.post_number}}"
        data-post-id={{@post.id}}
      >
        <div class="topic-avatar">{{icon this.icon}}</div>
        <div class="small-action-desc">
          <div class="small-action-contents">
            <DUserLink @username={{@post.username}}>
              {{dAvatar @post imageSize="small"}}
            </DUserLink>
            {{#if this.CustomComponent}}
              <this.CustomComponent
                @code={{@post.action_code}}
                @post={{@post}}
                @createdAt={{this.createdAt}}
                @who={{@post.action_code_who}}
              />
            {{else}}
              <p>{{this.description}}
                <DRelativeDate @date={{@post.created_at}} /></p>
            {{/if}}
          </div>
          {{#unless this.CustomComponent}}
            {{#if @post.cooked}}
              <div class="small-action-custom-message">
                <PostCookedHtml
                  @post={{@post}}
                  @decoratorState={{this.decoratorState}}
                />
              </div>
            {{/if}}
          {{/unless}}
        </div>
      </article>
    </div>
  </template>
}
