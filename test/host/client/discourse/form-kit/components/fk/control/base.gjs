import Component from "@glimmer/component";

/** A control has a static `controlType` and writes its value by `@field.set`. */
export default class FKBaseControl extends Component {}
