import { helperContext } from "discourse/lib/helpers";

/**
 * One entry of the post menu: a component and what its static methods say of
 * when it is shown. One that replaced another inherits what it does not say.
 */
export default class PostMenuButtonConfig {
  #owner;
  #replaced;

  constructor({ key, Component, apiAdded, hidden, owner, position, replaced }) {
    this.key = key;
    this.Component = Component;
    this.apiAdded = apiAdded;
    this.position = position;
    this.hiddenByApi = hidden;
    this.#owner = owner;
    this.#replaced = replaced;
  }

  hidden(args) {
    return this.hiddenByApi ?? this.#ask("hidden", args, null);
  }

  shouldRender(args) {
    return this.#ask("shouldRender", args, true);
  }

  extraControls(args) {
    return this.#ask("extraControls", args, false);
  }

  #ask(property, args, otherwise) {
    let component = this.Component;
    while (component && component[property] === undefined) {
      component = this.#replaced.get(component);
    }
    const value = component?.[property] ?? otherwise;
    return typeof value === "function"
      ? value.call(component, args, helperContext(), this.#owner)
      : value;
  }
}
