import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { cancel } from "@ember/runloop";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import { modifier } from "ember-modifier";
import PostTextSelectionToolbar from "discourse/components/post-text-selection-toolbar";
import discourseDebounce from "discourse/lib/debounce";
import { listenForShortcuts } from "discourse/lib/keyboard-shortcuts";
import { selectedElement, selectedHtml } from "discourse/lib/selection";

const SETTLED = 250; // ms without a change of the selection
const TOOLBAR_DISTANCE = 45; // px above the selection

/** Watches what is selected in the posts, and offers to quote it. */
export default class PostTextSelection extends Component {
  @service appEvents;

  @tracked position = null;

  setup = modifier(() => {
    const stopListening = listenForShortcuts(getOwner(this));
    document.addEventListener("selectionchange", this.selectionChange);
    this.appEvents.on("quote-button:quote", this, "insertQuote");
    return () => {
      stopListening();
      cancel(this.#debounced);
      document.removeEventListener("selectionchange", this.selectionChange);
      this.appEvents.off("quote-button:quote", this, "insertQuote");
    };
  });

  #debounced = null;

  get style() {
    const { top, left } = this.position;
    return trustHTML(`position: absolute; top: ${top}px; left: ${left}px;`);
  }

  get data() {
    return {
      topic: this.args.topic,
      quoteState: this.args.quoteState,
      insertQuote: this.insertQuote,
      hideToolbar: this.hideToolbar,
    };
  }

  @action
  selectionChange() {
    this.hideToolbar();
    this.#debounced = discourseDebounce(
      this,
      this.selectionChangeHandler,
      SETTLED
    );
  }

  selectionChangeHandler() {
    const selection = window.getSelection();
    const cooked = selectedElement(selection)?.closest(".cooked");
    if (!cooked || cooked.closest(".small-action") || !`${selection}`.trim()) {
      return;
    }

    this.#remember(selection, cooked);
    const { top, left } = selection.getRangeAt(0).getBoundingClientRect();
    this.position = {
      top: Math.max(0, top + window.scrollY - TOOLBAR_DISTANCE),
      left: left + window.scrollX,
    };
  }

  @action
  hideToolbar() {
    this.args.quoteState.clear();
    this.position = null;
  }

  @action
  async insertQuote() {
    if (!this.args.quoteState.postId) {
      return;
    }
    await this.args.selectText();
    this.hideToolbar();
  }

  #remember(selection, cooked) {
    const opts = {};
    const quote = selectedElement(selection).closest("aside.quote");
    if (quote && cooked.contains(quote)) {
      opts.username = quote.dataset.username;
      opts.post = quote.dataset.post;
      opts.topic = quote.dataset.topic;
    }

    const postId = parseInt(cooked.closest(".boxed").dataset.postId, 10);
    this.args.quoteState.selected(
      postId,
      selection.toString(),
      opts,
      selectedHtml(selection),
      cooked.innerHTML
    );
  }

  <template>
    <div {{this.setup}}>
      {{#if this.position}}
        <div
          class="fk-d-menu"
          data-identifier="post-text-selection-toolbar"
          data-content
          style={{this.style}}
        >
          <div class="fk-d-menu__inner-content">
            <PostTextSelectionToolbar @data={{this.data}} />
          </div>
        </div>
      {{/if}}
    </div>
  </template>
}
