import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { trackedArray } from "@ember/reactive/collections";
import { isTrustedHTML } from "@ember/template";
import helperFn from "discourse/helpers/helper-fn";
import { isTesting } from "discourse/lib/environment";

/** The decorators of HTML that is not a post's, unless another type is named. */
export const NON_STREAM_HTML_DECORATOR = Symbol("non-stream-html-decorator");

/** For decorators where there is no post. */
export const NULL_HELPER = Object.freeze({
  getModel: () => null,
  model: null,
  context: null,
});

const decorators = new Map();

/** `decorator(element, helper)` may return a function that cleans up. */
export function registerHtmlDecorator(
  decorator,
  type = NON_STREAM_HTML_DECORATOR
) {
  decorators.set(type, [...(decorators.get(type) ?? []), decorator]);
}

/** @returns {Function[]} what cleans up after the decorators */
export function applyHtmlDecorators(
  element,
  helper,
  type = NON_STREAM_HTML_DECORATOR
) {
  return (decorators.get(type) ?? [])
    .map((decorator) => decorator(element, helper))
    .filter((cleanup) => typeof cleanup === "function");
}

export function resetHtmlDecorators() {
  decorators.clear();
}

// Images of detached HTML are not loaded before the decorators have run.
const detachedDocument = document.implementation.createHTMLDocument("detached");

/** Renders trusted `@html` in a `div`, after `@decorate` (or the registered decorators) have worked on it. */
export default class DDecoratedHtml extends Component {
  renderGlimmerInfos = trackedArray();

  decoratedContent = helperFn(({ decorateArgs }, on) => {
    const element = this.elementToDecorate;
    const helper = new DecorateHtmlHelper(
      this.renderGlimmerInfos,
      this.args.model,
      this.args.context
    );
    on.cleanup(() => helper.teardown());
    // these are tracked, although the decorators themselves are not
    Object.values(decorateArgs ?? {});
    try {
      untrack(() => this.#decorate(element, helper, decorateArgs, on));
    } catch (error) {
      if (isTesting()) {
        throw error;
      }
      // a broken decorator does not take the page with it
      // eslint-disable-next-line no-console
      console.error(error);
    }
    document.adoptNode(element);
    return element;
  });

  get elementToDecorate() {
    const { className, html, id } = this.args;
    if (html && !isTrustedHTML(html)) {
      throw new Error("@html must be trusted HTML");
    }
    const element = detachedDocument.createElement("div");
    element.innerHTML = html?.toString() ?? "";
    if (id) {
      element.id = id;
    }
    if (className) {
      element.className = className;
    }
    return element;
  }

  isElementInDocument({ element }) {
    return element.ownerDocument === document;
  }

  #decorate(element, helper, decorateArgs, on) {
    if (this.args.decorate) {
      this.args.decorate(element, helper, decorateArgs);
    } else {
      applyHtmlDecorators(element, helper).forEach((cleanup) =>
        on.cleanup(cleanup)
      );
    }
  }

  <template>
    {{~this.decoratedContent decorateArgs=@decorateArgs~}}
    {{~#each this.renderGlimmerInfos as |info|~}}
      {{~#if (this.isElementInDocument info)~}}
        {{~#if info.append~}}
          {{~#in-element info.element insertBefore=null~}}
            <info.component @data={{info.data}} />
          {{~/in-element~}}
        {{~else~}}
          {{~#in-element info.element~}}
            <info.component @data={{info.data}} />
          {{~/in-element~}}
        {{~/if~}}
      {{~/if~}}
    {{~/each~}}
  </template>
}

/** The second argument of a decorator. */
class DecorateHtmlHelper {
  #infos;

  constructor(infos, model, context) {
    this.#infos = infos;
    this.model = model;
    this.context = context;
  }

  getModel() {
    return this.model;
  }

  renderGlimmer(element, component, data, { append = true } = {}) {
    if (element instanceof Element) {
      this.#infos.push({ element, component, data, append });
    }
  }

  teardown() {
    this.#infos.length = 0;
  }
}
