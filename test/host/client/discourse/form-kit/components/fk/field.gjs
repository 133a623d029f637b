// `<form.Field @type="…" as |field|><field.Control /></form.Field>`
import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { concat, hash } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { isBlank } from "@ember/utils";
import { modifier } from "ember-modifier";
import { and, eq, not } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import dUniqueId from "discourse/ui-kit/helpers/d-unique-id";
import { i18n } from "discourse-i18n";

const RULES = {
  required: (value, _args, type) =>
    isMissing(value, type) && i18n("form_kit.errors.required"),

  length(value, args) {
    const [min, max] = args.split(",").map(Number);
    if (isBlank(value)) {
      return;
    }
    if (max && value.length > max) {
      return i18n("form_kit.errors.too_long", { count: max });
    }
    if (min && value.length < min) {
      return i18n("form_kit.errors.too_short", { count: min });
    }
  },
};

function isMissing(value, type) {
  switch (type) {
    case "input-text":
      return !value;
    case "checkbox":
      return value !== true;
    default:
      return isBlank(value);
  }
}

const joined = (messages) => messages.join(", ");

const Optional = <template>
  {{#unless @field.required}}
    <span class="form-kit__container-optional">({{i18n
        "form_kit.optional"
      }})</span>
  {{/unless}}
</template>;

// A checkbox bears the field's title itself.
const Checkbox = <template>
  <label class="form-kit__control-checkbox-label">
    <input
      type="checkbox"
      checked={{eq @field.value true}}
      class="form-kit__control-checkbox"
      disabled={{@field.disabled}}
      ...attributes
      {{on "change" @field.toggle}}
    />
    <span class="form-kit__control-checkbox-content">
      <span class="form-kit__control-checkbox-title">
        <span>{{@field.title}}</span>
        <Optional @field={{@field}} />
      </span>
      {{#if @field.description}}
        <span
          class="form-kit__control-checkbox-description"
        >{{@field.description}}</span>
      {{/if}}
    </span>
  </label>
</template>;

const Input = <template>
  <div class="form-kit__control-input-wrapper">
    <input
      type="text"
      value={{@field.value}}
      class="form-kit__control-input"
      disabled={{@field.disabled}}
      ...attributes
      {{on "input" @field.take}}
    />
  </div>
</template>;

// A password can be shown.
class Password extends Component {
  @tracked type = "password";
  @tracked isFocused = false;

  focused = (event) => (this.isFocused = event.type === "focusin");
  toggle = () => (this.type = this.type === "password" ? "text" : "password");

  <template>
    <div
      class={{dConcatClass
        "form-kit__control-password-wrapper"
        (if this.isFocused "is-focused")
      }}
    >
      <input
        type={{this.type}}
        value={{@field.value}}
        class="form-kit__control-password"
        disabled={{@field.disabled}}
        ...attributes
        {{on "input" @field.take}}
        {{on "focusin" this.focused}}
        {{on "focusout" this.focused}}
      />
      <DButton
        class="btn-transparent form-kit__control-password-toggle"
        @action={{this.toggle}}
        @icon={{if (eq this.type "password") "far-eye" "far-eye-slash"}}
        role="switch"
        aria-checked={{if (eq this.type "text") "true" "false"}}
      />
    </div>
  </template>
}

const CONTROLS = { checkbox: Checkbox, input: Input, password: Password };

const Control = <template>
  <div
    id={{concat "control-" @field.name}}
    class={{dConcatClass
      "form-kit__container"
      "form-kit__field"
      (concat "form-kit__field-" @field.type)
      (if @field.error "has-error")
      (if @field.disabled "is-disabled")
      (if (eq @field.format "full") "--full")
    }}
    data-disabled={{@field.disabled}}
    data-name={{@field.name}}
    data-control-type={{@field.type}}
    {{@field.register}}
  >
    {{#unless @field.hasOwnTitle}}
      <label
        for={{@field.id}}
        class={{dConcatClass
          "form-kit__container-title"
          (if @field.format (concat "--" @field.format))
        }}
      >
        <span>{{@field.title}}</span>
        <Optional @field={{@field}} />
      </label>
    {{/unless}}
    {{#if (and @field.description (not @field.hasOwnTitle))}}
      <p
        id={{@field.descriptionId}}
        class={{dConcatClass
          "form-kit-text form-kit__container-description"
          (if @field.format (concat "--" @field.format))
        }}
      >{{@field.description}}</p>
    {{/if}}
    <div
      class={{dConcatClass
        "form-kit__container-content"
        (if @field.format (concat "--" @field.format))
      }}
    >
      <@field.control
        @field={{@field}}
        id={{@field.id}}
        name={{@field.name}}
        aria-invalid={{if @field.error "true"}}
        aria-describedby={{@field.describedBy}}
        ...attributes
      />
      {{#if @field.error}}
        <div class="form-kit__meta">
          <p
            class="form-kit__errors"
            id={{@field.errorId}}
            aria-live="assertive"
          >
            <span>
              {{dIcon "triangle-exclamation"}}
              {{joined @field.error.messages}}
            </span>
          </p>
        </div>
      {{/if}}
    </div>
  </div>
</template>;

export default class FKField extends Component {
  id = dUniqueId();
  errorId = dUniqueId();
  descriptionId = dUniqueId();

  register = modifier(() => this.args.registerField(this.name, this));

  constructor() {
    super(...arguments);
    if (!this.args.title?.length) {
      throw new Error("@title is required on `<form.Field />`.");
    }
    if (/[.-]/.test(this.name)) {
      throw new Error("@name can't include `.` or `-`.");
    }
    if (!this.control) {
      throw new Error(`FormKit has no control of @type="${this.args.type}".`);
    }
  }

  get name() {
    return this.args.name;
  }

  get title() {
    return this.args.title;
  }

  get description() {
    return this.args.description;
  }

  get format() {
    return this.args.format;
  }

  get disabled() {
    return this.args.disabled ?? false;
  }

  get type() {
    return this.args.type === "input" ? "input-text" : this.args.type;
  }

  get control() {
    return CONTROLS[this.args.type];
  }

  get hasOwnTitle() {
    return this.type === "checkbox";
  }

  get value() {
    return this.args.data.get(this.name);
  }

  get error() {
    return this.args.data.errors[this.name];
  }

  get rules() {
    return (
      this.args.validation?.split("|").map((rule) => rule.split(":")) ?? []
    );
  }

  get required() {
    return this.rules.some(([rule]) => rule === "required");
  }

  get describedBy() {
    const ids = [
      this.description && this.descriptionId,
      this.error && this.errorId,
    ];
    return ids.filter(Boolean).join(" ") || undefined;
  }

  // What was emptied is null.
  @action
  take({ target: { value } }) {
    this.args.set(this.name, value === "" ? null : value);
  }

  @action
  toggle() {
    this.args.set(this.name, !this.value);
  }

  async validate() {
    if (this.disabled) {
      return;
    }
    for (const [rule, args] of this.rules) {
      const message = RULES[rule](this.value, args, this.type);
      if (message) {
        this.args.addError(this.name, { title: this.title, message });
      }
    }
  }

  <template>
    {{yield (hash Control=(component Control field=this) id=this.id)}}
  </template>
}
