import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { array, hash } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import FKAlert from "discourse/form-kit/components/fk/alert";
import FKCheckboxGroup from "discourse/form-kit/components/fk/checkbox-group";
import FKContainer from "discourse/form-kit/components/fk/container";
import FKErrorsSummary from "discourse/form-kit/components/fk/errors-summary";
import FKField from "discourse/form-kit/components/fk/field";
import FKFieldset from "discourse/form-kit/components/fk/fieldset";
import FKInputGroup from "discourse/form-kit/components/fk/input-group";
import FKObject from "discourse/form-kit/components/fk/object";
import FKRow from "discourse/form-kit/components/fk/row";
import FKSection from "discourse/form-kit/components/fk/section";
import FKSubmit from "discourse/form-kit/components/fk/submit";
import { VALIDATION_TYPES } from "discourse/form-kit/lib/constants";
import FKFormData from "discourse/form-kit/lib/fk-form-data";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

class FKForm extends Component {
  @service dialog;
  @service router;

  @tracked isSubmitting = false;

  fields = new Map();
  formData = new FKFormData(this.args.data ?? {});
  isValidating = false;

  constructor() {
    super(...arguments);
    const { set, setProperties, get, addError, removeError } = this;
    this.args.onRegisterApi?.({
      set,
      setProperties,
      get,
      addError,
      removeError,
      submit: this.onSubmit,
      reset: this.onReset,
    });
    this.router.on("routeWillChange", this.checkIsDirty);
  }

  willDestroy() {
    super.willDestroy();
    this.router.off("routeWillChange", this.checkIsDirty);
  }

  get validateOn() {
    return this.args.validateOn ?? VALIDATION_TYPES.submit;
  }

  // Leaving the page with edits that were not submitted asks first.
  @action
  checkIsDirty(transition) {
    const isDirty =
      this.formData.isDirty &&
      !transition.isAborted &&
      !transition.queryParamsOnly;
    const { onDirtyCheck } = this.args;
    if (!isDirty || (onDirtyCheck && !onDirtyCheck(transition))) {
      return;
    }
    transition.abort();
    this.dialog.yesNoConfirm({
      message: i18n("form_kit.dirty_form"),
      didConfirm: async () => {
        await this.onReset();
        transition.retry();
      },
    });
  }

  @action
  addError(name, { title, message }) {
    this.formData.addError(name, { title, message });
  }

  @action
  removeError(name) {
    this.formData.removeError(name);
  }

  @action
  get(name) {
    return this.formData.get(name);
  }

  @action
  async set(name, value) {
    this.formData.set(name, value);
    if (this.validateOn === VALIDATION_TYPES.change) {
      await this.triggerRevalidationFor(name);
    }
  }

  @action
  async setProperties(values) {
    for (const [name, value] of Object.entries(values)) {
      await this.set(name, value);
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
  }

  @action
  unregisterField(name) {
    this.fields.delete(name);
    this.removeError(name);
  }

  @action
  async onSubmit(event) {
    event?.preventDefault();
    if (this.isSubmitting) {
      return;
    }
    this.isSubmitting = true;
    try {
      const prevented = await this.validate(this.fields.values());
      if (this.formData.isValid && !prevented) {
        this.formData.save();
        await this.args.onSubmit?.(this.formData.draftData);
      } else {
        this.formElement?.scrollIntoView({ block: "nearest" });
      }
    } finally {
      this.isSubmitting = false;
    }
  }

  @action
  async onReset(event) {
    event?.preventDefault();
    this.formData.removeErrors();
    await this.formData.rollback();
    await this.args.onReset?.(this.formData.draftData);
  }

  @action
  async triggerRevalidationFor(name) {
    const field = this.fields.get(name);
    if (field && this.formData.errors[name]) {
      await this.validate([field]);
    }
  }

  /** @returns {Promise<boolean>} whether a check prevented this submission without leaving an error */
  async validate(fields) {
    if (this.isValidating) {
      return true;
    }
    this.isValidating = true;
    let prevented = false;
    const preventSubmit = () => (prevented = true);
    try {
      for (const field of fields) {
        this.formData.removeError(field.name);
        await field.validate(
          field.name,
          this.formData.get(field.name),
          this.formData.draftData,
          { preventSubmit }
        );
      }
      await this.args.validate?.(this.formData.draftData, {
        addError: this.addError,
        removeError: this.removeError,
        preventSubmit,
      });
    } finally {
      this.isValidating = false;
    }
    return prevented;
  }

  <template>
    <form
      novalidate
      class="form-kit"
      ...attributes
      {{on "submit" this.onSubmit}}
      {{on "reset" this.onReset}}
    >
      <FKErrorsSummary @errors={{this.formData.errors}} />
      {{yield
        (hash
          Actions=(component FKSection class="form-kit__actions")
          Alert=FKAlert
          Button=(component DButton class="form-kit__button")
          Container=FKContainer
          Fieldset=FKFieldset
          Row=FKRow
          Section=FKSection
          Submit=(component
            FKSubmit action=this.onSubmit isLoading=this.isSubmitting
          )
          Reset=(component
            DButton
            action=this.onReset
            class="form-kit__button"
            label="form_kit.reset"
          )
          CheckboxGroup=(component
            FKCheckboxGroup
            data=this.formData
            errors=this.formData.errors
            addError=this.addError
            set=this.set
            registerField=this.registerField
            unregisterField=this.unregisterField
            triggerRevalidationFor=this.triggerRevalidationFor
          )
          Field=(component
            FKField
            data=this.formData
            errors=this.formData.errors
            addError=this.addError
            set=this.set
            registerField=this.registerField
            unregisterField=this.unregisterField
            triggerRevalidationFor=this.triggerRevalidationFor
          )
          InputGroup=(component
            FKInputGroup
            data=this.formData
            errors=this.formData.errors
            addError=this.addError
            set=this.set
            registerField=this.registerField
            unregisterField=this.unregisterField
            triggerRevalidationFor=this.triggerRevalidationFor
          )
          Object=(component
            FKObject
            data=this.formData
            errors=this.formData.errors
            addError=this.addError
            set=this.set
            registerField=this.registerField
            unregisterField=this.unregisterField
            triggerRevalidationFor=this.triggerRevalidationFor
          )
          set=this.set
          setProperties=this.setProperties
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
      @onReset={{@onReset}}
      @validate={{@validate}}
      @validateOn={{@validateOn}}
      @onRegisterApi={{@onRegisterApi}}
      @onDirtyCheck={{@onDirtyCheck}}
      ...attributes
      as |form draftData|
    >
      {{yield form draftData}}
    </FKForm>
  {{/each}}
</template>;

export default Form;
