import Component from "@glimmer/component";
import { fn } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import { popupAjaxError } from "discourse/lib/ajax-error";
import DiscourseURL from "discourse/lib/url";
import Draft from "discourse/models/draft";
import { or } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import dFormatDate from "discourse/ui-kit/helpers/d-format-date";
import { i18n } from "discourse-i18n";

/** The list of drafts, each to be resumed or removed. */
export default class UserStream extends Component {
  @service composer;
  @service currentUser;
  @service dialog;

  @action
  async resumeDraft(item) {
    if (this.composer.model?.viewOpen) {
      this.composer.close();
    }
    if (item.postUrl) {
      DiscourseURL.routeTo(item.postUrl);
      return;
    }
    try {
      const found = await Draft.get(item.draft_key);
      const draft = found.draft || item.data;
      if (draft) {
        this.composer.open({
          draft,
          draftKey: item.draft_key,
          draftSequence: found.draft_sequence,
        });
      }
    } catch (error) {
      popupAjaxError(error);
    }
  }

  @action
  removeDraft(draft) {
    this.dialog.deleteConfirm({
      title: i18n("drafts.remove_confirmation"),
      didConfirm: async () => {
        try {
          await Draft.clear(draft.draft_key, draft.sequence);
          this.args.stream.remove(draft);
        } catch (error) {
          popupAjaxError(error);
        }
      },
    });
  }

  <template>
    <ul class="post-list user-stream">
      {{#each @stream.content as |item|}}
        <li class="post-list-item user-stream-item">
          <div class="post-list-item__header info">
            <div class="avatar-wrapper">
              {{dAvatar
                this.currentUser
                imageSize="large"
                extraClasses="actor"
                ignoreTitle="true"
              }}
            </div>
            <div class="post-list-item__details">
              <div class="stream-topic-title">
                <span class="title">
                  {{#if item.postUrl}}
                    <a href={{item.postUrl}}>{{item.titleHtml}}</a>
                  {{else}}
                    {{item.titleHtml}}
                  {{/if}}
                </span>
              </div>
            </div>
            {{#if item.draftType}}
              <span class="draft-type">{{item.draftType}}</span>
            {{/if}}
            <div class="post-list-item__metadata">
              <span class="time">{{dFormatDate
                  (or item.created_at item.updated_at)
                }}</span>
            </div>
          </div>
          <div class="excerpt">{{trustHTML item.excerpt}}</div>
          <div class="user-stream-item-draft-actions">
            <DButton
              @action={{fn this.resumeDraft item}}
              @icon="pencil"
              @label="drafts.resume"
              class="btn-default resume-draft"
            />
            <DButton
              @action={{fn this.removeDraft item}}
              @icon="trash-can"
              @title="drafts.remove"
              class="btn-danger remove-draft"
            />
          </div>
        </li>
      {{/each}}
    </ul>
  </template>
}
