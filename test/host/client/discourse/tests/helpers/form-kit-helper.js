import { click, fillIn, triggerEvent } from "@ember/test-helpers";

// Where the one element lies that holds a control's value.
const INPUTS = {
  input: "input",
  "input-text": "input",
  "input-number": "input",
  password: "input",
  checkbox: "input",
  textarea: "textarea",
  toggle: "button",
  select: "select",
};

class Field {
  constructor(element) {
    this.element = element;
  }

  get controlType() {
    return this.element.dataset.controlType;
  }

  get inputElement() {
    const selector = INPUTS[this.controlType];
    if (!selector) {
      throw new Error(`Unsupported control type: ${this.controlType}`);
    }
    return this.element.querySelector(selector);
  }

  value() {
    return this.controlType === "checkbox"
      ? this.inputElement.checked
      : this.inputElement.value;
  }

  isDisabled() {
    return "disabled" in this.element.dataset;
  }

  options() {
    return [...this.element.querySelectorAll("select option")].map((option) =>
      option.getAttribute("value")
    );
  }

  fillIn(value) {
    return fillIn(this.inputElement, value);
  }

  toggle() {
    return click(
      this.controlType === "password"
        ? this.element.querySelector(".form-kit__control-password-toggle")
        : this.inputElement
    );
  }

  async select(value) {
    this.inputElement.value = value;
    await triggerEvent(this.inputElement, "input");
  }

  triggerEvent(eventName, options = {}) {
    return triggerEvent(this.inputElement, eventName, options);
  }
}

/**
 * @param {string} [selector]
 * @returns {{ submit, reset, field, hasField }} a form, as its user has it
 */
export default function form(selector = "form") {
  const element = document.querySelector(`#ember-testing ${selector}`);
  const find = (name) => element.querySelector(`[data-name="${name}"]`);

  return {
    submit: () => triggerEvent(element, "submit"),
    reset: () => triggerEvent(element, "reset"),
    hasField: (name) => Boolean(find(name)),
    field(name) {
      const found = find(name);
      if (!found) {
        throw new Error(`Field with name ${name} not found`);
      }
      return new Field(found);
    },
  };
}
