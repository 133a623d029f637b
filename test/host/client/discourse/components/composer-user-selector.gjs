import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { hash } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import EmailGroupUserChooser from "discourse/select-kit/components/email-group-user-chooser";

/** The recipients of a new message, kept as core keeps them: `"jane,pete"`. */
export default class ComposerUserSelector extends Component {
  @service currentUser;

  // Once: later changes of the target leave the member where they are.
  focusWhenTarget = modifier((element) =>
    untrack(() => {
      if (this.args.focusTarget === "usernames") {
        element.querySelector(".select-kit .select-kit-header")?.focus();
      }
    })
  );

  get names() {
    return (this.args.recipients || "").split(",").filter(Boolean);
  }

  @action
  update(selected, content) {
    const groups = (content || [])
      .filter(({ isGroup }) => isGroup)
      .map(({ id }) => id);
    this.args.onChange(
      selected.join(","),
      groups.some((group) => selected.includes(group))
    );
  }

  <template>
    <div ...attributes {{this.focusWhenTarget}}>
      <EmailGroupUserChooser
        @id="private-message-users"
        @value={{this.names}}
        @onChange={{this.update}}
        @options={{hash
          topicId=@topicId
          none="composer.users_placeholder"
          includeMessageableGroups=true
          allowEmails=this.currentUser.can_send_private_email_messages
          autoWrap=true
        }}
      />
    </div>
  </template>
}
