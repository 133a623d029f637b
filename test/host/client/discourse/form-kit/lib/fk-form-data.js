import { tracked } from "@glimmer/tracking";

/**
 * What a form holds: the saved data, the draft the member edits, and the errors. As in core (which uses immer),
 * the given data is never mutated, and what is handed out is frozen.
 */
export default class FKFormData {
  @tracked data;
  @tracked draftData;
  @tracked errors = {};
  @tracked isDirty = false;

  constructor(data) {
    const prototype = Object.getPrototypeOf(data);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new Error("[FormKit]: the @data property expects a POJO.");
    }
    this.data = Object.freeze({ ...data });
    this.draftData = this.data;
  }

  get isValid() {
    return Object.keys(this.errors).length === 0;
  }

  save() {
    this.data = this.draftData;
    this.isDirty = false;
  }

  rollback() {
    this.draftData = this.data;
    this.isDirty = false;
  }

  addError(name, { title, message }) {
    const messages = [...(this.errors[name]?.messages ?? []), message];
    this.errors = {
      ...this.errors,
      [name]: { title: this.errors[name]?.title ?? title, messages },
    };
  }

  removeError(name) {
    const { [name]: removed, ...others } = this.errors;
    if (removed) {
      this.errors = others;
    }
  }

  removeErrors() {
    this.errors = {};
  }

  get(name) {
    return this.draftData[name];
  }

  set(name, value) {
    this.draftData = Object.freeze({ ...this.draftData, [name]: value });
    this.isDirty = true;
  }
}
