// Of FormKit what asks for secrets: fields, errors, what is asked before an edited form is left. Core has a file for each part.
import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { array, hash } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import FKField from "discourse/form-kit/components/fk/field";
import FKFormData from "discourse/form-kit/lib/fk-form-data";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const joined = (messages) => messages.join(", ");
const anchorOf = (name) => `#control-${name}`;

function focusField(event) {
  event.preventDefault();
  document
    .querySelector(event.currentTarget.getAttribute("href"))
    ?.querySelector("input, button")
    ?.focus();
}

const Actions = <template>
  <div class="form-kit__section form-kit__actions">{{yield}}</div>
</template>;

const Submit = <template>
  <DButton
    @label={{@label}}
    @action={{@action}}
    @forwardEvent={{true}}
    @isLoading={{@isLoading}}
    @disabled={{@disabled}}
    @type="submit"
    class="btn-primary form-kit__button"
    ...attributes
  />
</template>;

class FKForm extends Component {
  @service dialog;
  @service router;

  @tracked isSubmitting = false;

  fields = new Map();
  formData = new FKFormData(this.args.data ?? {});
  isValidating = false;

  constructor() {
    super(...arguments);
    this.router.on("routeWillChange", this.checkIsDirty);
  }

  willDestroy() {
    super.willDestroy();
    this.router.off("routeWillChange", this.checkIsDirty);
  }

  // Leaving the page with edits that were not submitted asks first.
  @action
  checkIsDirty(transition) {
    if (
      !this.formData.isDirty ||
      transition.isAborted ||
      transition.queryParamsOnly
    ) {
      return;
    }
    transition.abort();
    this.dialog.yesNoConfirm({
      message: i18n("form_kit.dirty_form"),
      didConfirm: () => {
        this.formData.removeErrors();
        this.formData.rollback();
        transition.retry();
      },
    });
  }

  @action
  addError(name, error) {
    this.formData.addError(name, error);
  }

  @action
  async set(name, value) {
    this.formData.set(name, value);
    const field = this.fields.get(name);
    if (field && this.formData.errors[name]) {
      await this.validate([field]);
    }
  }

  @action
  registerField(name, field) {
    if (this.fields.has(name)) {
      throw new Error(
        `@name="${name}", is already in use. Names of \`<form.Field />\` must be unique!`
      );
    }
    this.fields.set(name, field);
    return () => {
      this.fields.delete(name);
      this.formData.removeError(name);
    };
  }

  @action
  async onSubmit(event) {
    event?.preventDefault();
    if (this.isSubmitting) {
      return;
    }
    this.isSubmitting = true;
    try {
      await this.validate(this.fields.values());
      if (this.formData.isValid) {
        this.formData.save();
        await this.args.onSubmit?.(this.formData.draftData);
      }
    } finally {
      this.isSubmitting = false;
    }
  }

  async validate(fields) {
    if (this.isValidating) {
      return;
    }
    this.isValidating = true;
    try {
      for (const field of fields) {
        this.formData.removeError(field.name);
        await field.validate();
      }
      await this.args.validate?.(this.formData.draftData, {
        addError: this.addError,
      });
    } finally {
      this.isValidating = false;
    }
  }

  <template>
    <form
      novalidate
      class="form-kit"
      ...attributes
      {{on "submit" this.onSubmit}}
    >
      {{#unless this.formData.isValid}}
        <div class="form-kit__errors-summary" aria-live="assertive">
          <h2 class="form-kit__errors-summary-title">
            {{dIcon "triangle-exclamation"}}
            {{i18n "form_kit.errors_summary_title"}}
          </h2>
          <ul class="form-kit__errors-summary-list">
            {{#each-in this.formData.errors as |name error|}}
              <li>
                <a
                  href={{anchorOf name}}
                  {{on "click" focusField}}
                >{{error.title}}</a>:
                {{joined error.messages}}
              </li>
            {{/each-in}}
          </ul>
        </div>
      {{/unless}}
      {{yield
        (hash
          Actions=Actions
          Submit=(component
            Submit action=this.onSubmit isLoading=this.isSubmitting
          )
          Field=(component
            FKField
            data=this.formData
            addError=this.addError
            set=this.set
            registerField=this.registerField
          )
        )
        this.formData.draftData
      }}
    </form>
  </template>
}

// A new @data object makes a new form.
const Form = <template>
  {{#each (array @data) as |data|}}
    <FKForm
      @data={{data}}
      @onSubmit={{@onSubmit}}
      @validate={{@validate}}
      ...attributes
      as |form draftData|
    >
      {{yield form draftData}}
    </FKForm>
  {{/each}}
</template>;

export default Form;
