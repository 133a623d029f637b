import FKControlCheckbox from "discourse/form-kit/components/fk/control/checkbox";
import FKControlCustom from "discourse/form-kit/components/fk/control/custom";
import FKControlInput from "discourse/form-kit/components/fk/control/input";
import FKControlPassword from "discourse/form-kit/components/fk/control/password";
import FKControlTextarea from "discourse/form-kit/components/fk/control/textarea";
import FKControlToggle from "discourse/form-kit/components/fk/control/toggle";

const CONTROLS = {
  checkbox: FKControlCheckbox,
  custom: FKControlCustom,
  input: FKControlInput,
  password: FKControlPassword,
  textarea: FKControlTextarea,
  toggle: FKControlToggle,
};

const INPUT_TYPE = /^input-(?<inputType>[a-z-]+)$/;

/**
 * @param {string} type a field's `@type`: "password", "checkbox", "input", "input-email" …
 * @returns {{component: Component, inputType?: string}}
 */
export function resolveFieldControl(type) {
  const inputType = INPUT_TYPE.exec(type)?.groups.inputType;
  const component = inputType ? FKControlInput : CONTROLS[type];
  if (!component) {
    throw new Error(`FormKit has no control of @type="${type}".`);
  }
  return { component, inputType };
}
