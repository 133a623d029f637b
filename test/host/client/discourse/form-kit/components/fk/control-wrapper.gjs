// host-only: core has this in its controls' base class
import Component from "@glimmer/component";
import { concat } from "@ember/helper";
import { modifier } from "ember-modifier";
import FKLabel from "discourse/form-kit/components/fk/label";
import FKMeta from "discourse/form-kit/components/fk/meta";
import FKOptional from "discourse/form-kit/components/fk/optional";
import FKText from "discourse/form-kit/components/fk/text";
import { resolveFieldControl } from "discourse/form-kit/lib/field-control";
import { and, eq } from "discourse/truth-helpers";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

/** What `<field.Control />` renders: title, description, control, errors. */
export default class FKControlWrapper extends Component {
  register = modifier((_, [field]) => {
    const { name } = field;
    this.args.registerField(name, field);
    return () => this.args.unregisterField(name);
  });

  get control() {
    return resolveFieldControl(this.args.field.type);
  }

  get hasOwnTitle() {
    return this.args.field.type === "checkbox";
  }

  <template>
    <div
      id={{concat "control-" @field.normalizedName}}
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
      {{this.register @field}}
    >
      {{#unless this.hasOwnTitle}}
        {{#if @field.showTitle}}
          <FKLabel
            class={{dConcatClass
              "form-kit__container-title"
              (if @field.labelFormat (concat "--" @field.labelFormat))
            }}
            @fieldId={{@field.id}}
          >
            <span>{{@field.title}}</span>
            <FKOptional @field={{@field}} />
          </FKLabel>
        {{/if}}
        {{#if @field.description}}
          <FKText
            id={{@field.descriptionId}}
            class={{dConcatClass
              "form-kit__container-description"
              (if @field.labelFormat (concat "--" @field.labelFormat))
            }}
          >{{@field.description}}</FKText>
        {{/if}}
      {{/unless}}

      <div
        class={{dConcatClass
          "form-kit__container-content"
          (if @field.format (concat "--" @field.format))
        }}
      >
        <this.control.component
          @field={{@field}}
          @type={{this.control.inputType}}
          @before={{@before}}
          @after={{@after}}
          @height={{@height}}
          id={{@field.id}}
          name={{@field.name}}
          aria-invalid={{if @field.error "true"}}
          aria-describedby={{@field.describedBy}}
          ...attributes
        >
          {{#if (has-block)}}
            {{yield}}
          {{else if (and this.hasOwnTitle @field.description)}}
            {{@field.description}}
          {{/if}}
        </this.control.component>

        {{#if @field.helpText}}
          <FKText
            id={{@field.helpTextId}}
            class="form-kit__container-help-text"
          >{{@field.helpText}}</FKText>
        {{/if}}

        <FKMeta @field={{@field}} @error={{@field.error}} />
      </div>
    </div>
  </template>
}
