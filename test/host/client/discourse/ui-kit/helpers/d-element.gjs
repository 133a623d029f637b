import { element } from "@ember/helper";

const wrappers = new Map();

function buildWrapper(tagName) {
  return <template>
    {{#let (element tagName) as |Tag|}}<Tag
        ...attributes
      >{{yield}}</Tag>{{/let}}
  </template>;
}

/** A component that renders its block inside `<tagName>`; without any element for "". */
export default function dElement(tagName) {
  if (!wrappers.has(tagName)) {
    wrappers.set(tagName, buildWrapper(tagName));
  }
  return wrappers.get(tagName);
}
