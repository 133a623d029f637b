import Component from "@glimmer/component";
import { action } from "@ember/object";
import ValidationParser from "discourse/form-kit/lib/validation-parser";
import Validator from "discourse/form-kit/lib/validator";
import dUniqueId from "discourse/ui-kit/helpers/d-unique-id";

/** A field's arguments, value and validation; yields itself. */
export default class FKFieldData extends Component {
  id = dUniqueId();
  errorId = dUniqueId();
  descriptionId = dUniqueId();
  helpTextId = dUniqueId();

  constructor() {
    super(...arguments);
    if (!this.args.title?.length) {
      throw new Error("@title is required on `<form.Field />`.");
    }
  }

  get name() {
    const { name, parentName } = this.args;
    if (!name && parentName) {
      return parentName;
    }
    if (/[.-]/.test(name)) {
      throw new Error("@name can't include `.` or `-`.");
    }
    return parentName ? `${parentName}.${name}` : `${name}`;
  }

  get normalizedName() {
    return this.name.replaceAll(".", "-");
  }

  get value() {
    return this.args.data.get(this.name);
  }

  get error() {
    return this.args.errors?.[this.name];
  }

  get title() {
    return this.args.title;
  }

  get type() {
    return this.args.type === "input" ? "input-text" : this.args.type;
  }

  get format() {
    return this.args.format;
  }

  get labelFormat() {
    return this.args.labelFormat ?? this.args.format;
  }

  get description() {
    return this.args.description;
  }

  get helpText() {
    return this.args.helpText;
  }

  get placeholder() {
    return this.args.placeholder;
  }

  get disabled() {
    return this.args.disabled ?? false;
  }

  get showTitle() {
    return this.args.showTitle ?? true;
  }

  get showOptional() {
    return this.args.showOptional ?? true;
  }

  get rules() {
    return ValidationParser.parse(this.args.validation);
  }

  get required() {
    return !!this.rules.required;
  }

  get minLength() {
    return this.rules.length?.min ?? null;
  }

  get maxLength() {
    return this.rules.length?.max ?? null;
  }

  /** The ids of the texts that describe the control, for `aria-describedby`. */
  get describedBy() {
    const ids = [
      this.description && this.descriptionId,
      this.helpText && this.helpTextId,
      this.error && this.errorId,
    ].filter(Boolean);
    return ids.length > 0 ? ids.join(" ") : undefined;
  }

  @action
  async set(value) {
    const { collectionIndex: index, onSet, parentName, set } = this.args;
    if (onSet) {
      await onSet(value, { set, name: this.name, parentName, index });
    } else {
      await set(this.name, value, { index });
    }
    this.args.triggerRevalidationFor(this.name);
  }

  async validate(name, value, data, { preventSubmit } = {}) {
    if (this.disabled) {
      return;
    }
    await this.args.validate?.(name, value, {
      data,
      type: this.type,
      addError: this.args.addError,
      preventSubmit,
    });
    const messages = await new Validator(value, this.rules).validate(this.type);
    for (const message of messages) {
      this.args.addError(name, { title: this.title, message });
    }
  }

  <template>{{yield this}}</template>
}
