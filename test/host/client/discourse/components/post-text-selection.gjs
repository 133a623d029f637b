import Component from "@glimmer/component";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { cancel } from "@ember/runloop";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import PostTextSelectionToolbar from "discourse/components/post-text-selection-toolbar";
import discourseDebounce from "discourse/lib/debounce";
import { listenForShortcuts } from "discourse/lib/keyboard-shortcuts";
import { selectedElement, selectedHtml } from "discourse/lib/selection";

const SETTLED = 250; // ms without a change of the selection

/** Watches what is selected in the posts, and offers to quote it. */
export default class PostTextSelection extends Component {
  @service appEvents;
  @service currentUser;
  @service menu;

  setup = modifier(() => {
    const stopListening = listenForShortcuts(getOwner(this));
    document.addEventListener("selectionchange", this.selectionChange);
    this.appEvents.on("quote-button:quote", this, "insertQuote");
    return () => {
      stopListening();
      cancel(this.#debounced);
      document.removeEventListener("selectionchange", this.selectionChange);
      this.appEvents.off("quote-button:quote", this, "insertQuote");
      this.menuInstance?.close();
    };
  });

  menuInstance = null;

  #debounced = null;

  get data() {
    return {
      topic: this.args.topic,
      quoteState: this.args.quoteState,
      canCopyQuote: this.currentUser?.user_option?.enable_quoting,
      insertQuote: this.insertQuote,
      buildQuote: this.buildQuote,
      hideToolbar: this.hideToolbar,
    };
  }

  @action
  async selectionChange() {
    await this.hideToolbar();
    this.#debounced = discourseDebounce(
      this,
      this.selectionChangeHandler,
      SETTLED
    );
  }

  async selectionChangeHandler() {
    const selection = window.getSelection();
    const cooked = selectedElement(selection)?.closest(".cooked");
    if (!cooked || cooked.closest(".small-action") || !`${selection}`.trim()) {
      return;
    }

    this.#remember(selection, cooked);
    const rect = selection.getRangeAt(0).getBoundingClientRect();
    this.menuInstance = await this.menu.show(
      { getBoundingClientRect: () => rect },
      {
        identifier: "post-text-selection-toolbar",
        component: PostTextSelectionToolbar,
        inline: true,
        trapTab: false,
        closeOnScroll: false,
        data: this.data,
      }
    );
  }

  @action
  async hideToolbar() {
    this.args.quoteState.clear();
    await this.menuInstance?.close();
    this.menuInstance?.destroy();
    this.menuInstance = null;
  }

  @action
  async buildQuote() {
    return this.args.buildQuoteMarkdown();
  }

  @action
  async insertQuote() {
    if (!this.args.quoteState.postId) {
      return;
    }
    await this.args.selectText();
    await this.hideToolbar();
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
    <div {{this.setup}}></div>
  </template>
}
