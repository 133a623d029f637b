import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { hash } from "@ember/helper";
import { action } from "@ember/object";
import EmailGroupUserChooser from "discourse/select-kit/components/email-group-user-chooser";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

/** Adds one member or group to a personal message. */
export default class InvitePanel extends Component {
  @tracked error = null;
  @tracked finished = false;
  @tracked invitee = null;
  @tracked saving = false;

  get disabled() {
    return this.saving || !this.invitee;
  }

  get names() {
    return this.invitee ? [this.invitee] : [];
  }

  @action
  updateInvitee(selected) {
    this.invitee = selected.at(-1)?.trim() || null;
  }

  @action
  async createInvite() {
    const { inviteModel } = this.args;
    this.saving = true;
    this.error = null;

    try {
      const result = await inviteModel.createInvite(this.invitee, [], null);
      if (result?.user) {
        const { details } = inviteModel;
        details.set("allowed_users", [
          ...(details.allowed_users || []),
          result.user,
        ]);
      }
      this.finished = true;
    } catch (error) {
      this.error =
        error.jqXHR?.responseJSON?.errors?.[0] ||
        i18n("topic.invite_private.error");
    } finally {
      this.saving = false;
    }
  }

  <template>
    <div class="invite-panel">
      {{#if this.error}}
        <div class="alert alert-error" role="alert">{{this.error}}</div>
      {{/if}}

      {{#if this.finished}}
        <div class="success-message">
          {{i18n "topic.invite_private.success"}}
        </div>
        <DButton
          @action={{@closeModal}}
          @label="close"
          class="btn-primary close-invite"
        />
      {{else}}
        <div class="invite-user-control">
          <EmailGroupUserChooser
            @value={{this.names}}
            @onChange={{this.updateInvitee}}
            @options={{hash
              maximum=1
              includeMessageableGroups=true
              filterPlaceholder="topic.invite_private.email_or_username_placeholder"
              none="topic.invite_private.email_or_username_placeholder"
            }}
            class="invite-user-input"
          />
        </div>
        <DButton
          @action={{this.createInvite}}
          @icon="envelope"
          @label="topic.invite_private.action"
          @disabled={{this.disabled}}
          class="btn-primary send-invite"
        />
      {{/if}}
    </div>
  </template>
}
