import Component from "@glimmer/component";
import { getOwner } from "@ember/owner";
import { trackedMap } from "@ember/reactive/collections";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import curryComponent from "ember-curry-component";
import lazyHash from "discourse/helpers/lazy-hash";
import { isTesting } from "discourse/lib/environment";
import { makeArray } from "discourse/lib/helpers";
import decorateLinkCounts from "discourse/lib/post-cooked-html-decorators/link-counts";
import decorateQuoteControls from "discourse/lib/post-cooked-html-decorators/quote-controls";
import decorateSelectionBarrier from "discourse/lib/post-cooked-html-decorators/selection-barrier";
import DDecoratedHtml, {
  applyHtmlDecorators,
  NON_STREAM_HTML_DECORATOR,
} from "discourse/ui-kit/d-decorated-html";
import { i18n } from "discourse-i18n";

export const STREAM_HTML_DECORATOR = Symbol("stream");

const DECORATORS = [decorateQuoteControls, decorateLinkCounts];

const detachedDocument = document.implementation.createHTMLDocument("detached");

/**
 * A post's HTML with all that core and plugins add to it. `@cooked` stands in
 * for the post's own, and is trusted just as much.
 */
export default class PostCookedHtml extends Component {
  @service currentUser;

  decorate = (element, helper, args) => {
    this.#cleanUp();

    const decorators = [...DECORATORS, ...this.extraDecorators];
    if (this.args.selectionBarrier ?? true) {
      decorators.push(decorateSelectionBarrier);
    }
    decorators.forEach((decorator) =>
      this.#run(decorator, element, helper, args)
    );

    this.#cleanups.push(
      ...applyHtmlDecorators(
        element,
        helper,
        this.isStreamElement ? STREAM_HTML_DECORATOR : NON_STREAM_HTML_DECORATOR
      )
    );
  };
  #cleanups = [];
  #decoratorState = this.args.decoratorState || trackedMap();

  willDestroy() {
    super.willDestroy(...arguments);
    this.#cleanUp();
  }

  get isStreamElement() {
    return this.args.streamElement ?? false;
  }

  get className() {
    return this.args.className ?? "cooked";
  }

  get cooked() {
    return this.isIgnored
      ? i18n("post.ignored")
      : (this.args.cooked ?? this.args.post.cooked);
  }

  get html() {
    return trustHTML(this.cooked || "");
  }

  get ignoredUsers() {
    return this.currentUser?.ignored_users;
  }

  get isIgnored() {
    const { post, embeddedPost } = this.args;
    return Boolean(
      (post.firstPost || embeddedPost) &&
      this.ignoredUsers?.includes(post.username)
    );
  }

  get extraDecorators() {
    return makeArray(this.args.extraDecorators);
  }

  #run(decorator, element, helper, args) {
    if (!this.#decoratorState.has(decorator)) {
      this.#decoratorState.set(decorator, trackedMap());
    }
    const decoratorState = this.#decoratorState.get(decorator);

    try {
      const cleanUp = decorator(element, {
        data: {
          post: this.args.post,
          cooked: this.cooked,
          highlightTerm: args?.highlightTerm,
        },
        decoratorState,
        cooked: this.cooked,
        createDetachedElement: (name) => detachedDocument.createElement(name),
        currentUser: this.currentUser,
        extraDecorators: this.extraDecorators,
        helper,
        ignoredUsers: this.ignoredUsers,
        owner: getOwner(this),
        post: this.args.post,
        renderGlimmer: helper?.renderGlimmer,
        renderNestedPostCookedHtml: (nestedElement, nestedPost, extra, rest) =>
          this.#renderNested(helper, nestedElement, {
            ...rest,
            post: nestedPost,
            decoratorState,
            streamElement: this.isStreamElement,
            extraDecorators: [...this.extraDecorators, ...makeArray(extra)],
          }),
        streamElement: this.isStreamElement,
      });
      if (typeof cleanUp === "function") {
        this.#cleanups.push(cleanUp);
      }
    } catch (error) {
      // One that fails must not take the post with it.
      if (isTesting()) {
        throw error;
      }
      // eslint-disable-next-line no-console
      console.error(error);
    }
  }

  #renderNested(helper, element, args) {
    helper.renderGlimmer(
      element,
      curryComponent(PostCookedHtml, args, getOwner(this))
    );
  }

  #cleanUp() {
    this.#cleanups.forEach((cleanUp) => cleanUp());
    this.#cleanups = [];
  }

  <template>
    <DDecoratedHtml
      @className={{this.className}}
      @decorate={{this.decorate}}
      @decorateArgs={{lazyHash highlightTerm=@highlightTerm}}
      @html={{this.html}}
      @model={{@post}}
    />
  </template>
}
