import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { cancel, next } from "@ember/runloop";
import { waitForPromise } from "@ember/test-waiters";
import { modifier } from "ember-modifier";
import { popupAjaxError } from "discourse/lib/ajax-error";
import debounce from "discourse/lib/debounce";
import { INPUT_DELAY } from "discourse/lib/environment";
import SelectedChoice from "discourse/select-kit/components/selected-choice";
import UserRow from "discourse/select-kit/components/user-chooser/user-row";
import {
  searchRecipients,
  searchTerm,
} from "discourse/select-kit/lib/search-recipients";
import belowHeader from "discourse/select-kit/modifiers/below-header";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/**
 * Chooses members: `@value` is an array of names, `@onChange(names, items)` receives the new one. Bears select-kit's
 * DOM, without its generality.
 */
export default class UserChooser extends Component {
  @tracked isExpanded = false;
  @tracked filter = "";
  @tracked results = [];
  @tracked highlighted = 0;
  @tracked isLoading = false;

  rowComponent = UserRow;
  kind = "";
  isSearching = false;

  // what is known of the names chosen, so that groups are told from users
  items = new Map();

  // Closes when a press or the focus goes elsewhere.
  root = modifier((element) => {
    this.element = element;
    const closeOutside = ({ target }) => {
      if (!element.contains(target)) {
        // the focus may move while something is being rendered
        next(this, this.close);
      }
    };
    document.addEventListener("click", closeOutside, true);
    document.addEventListener("focusin", closeOutside, true);
    return () => {
      document.removeEventListener("click", closeOutside, true);
      document.removeEventListener("focusin", closeOutside, true);
    };
  });

  focusFilter = modifier((input) => input.focus({ preventScroll: true }));

  isHighlighted = (index) => index === this.highlighted;

  willDestroy() {
    super.willDestroy(...arguments);
    cancel(this.searchTimer);
  }

  get value() {
    return [this.args.value ?? []].flat();
  }

  get selectedContent() {
    return this.value.map((id) => this.items.get(id) ?? { id });
  }

  get joinedValue() {
    return this.value.join(",");
  }

  get headerText() {
    return this.value.length > 0
      ? this.value.join(", ")
      : i18n(this.args.options?.none ?? "select_kit.default_header_text");
  }

  get maximum() {
    return Number(this.args.options?.maximum) || Infinity;
  }

  get hasNoContent() {
    return this.filter && !this.isLoading && this.results.length === 0;
  }

  @action
  toggle(event) {
    event.preventDefault();
    if (this.isExpanded) {
      this.close();
    } else {
      this.isExpanded = true;
    }
  }

  @action
  headerKeydown(event) {
    const opens = ["Enter", "ArrowDown", " "].includes(event.key);
    if (opens || (event.key.length === 1 && !event.ctrlKey && !event.metaKey)) {
      this.isExpanded = true;
      if (opens) {
        event.preventDefault();
      }
    } else if (event.key === "Backspace") {
      this.#deselectLast();
    }
  }

  close() {
    if (!this.isExpanded || this.isDestroying) {
      return;
    }
    this.isExpanded = false;
    this.filter = "";
    this.results = [];
    cancel(this.searchTimer);
  }

  @action
  onInput(event) {
    this.filter = event.target.value;
    this.highlighted = null;
    this.isLoading = true;
    this.searchTimer = debounce(this, this.search, INPUT_DELAY);
  }

  search() {
    // tests wait for it
    return waitForPromise(this.#search());
  }

  @action
  filterKeydown(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.results.length > 0) {
      const count = this.results.length;
      this.highlighted = ((this.highlighted ?? -1) + move + count) % count;
    } else if (event.key === "Enter") {
      // as in core: between typing and looking up, the key is nobody's, and goes on to the dialog around
      if (!this.#selectHighlighted() && !this.isSearching) {
        return;
      }
    } else if (event.key === "Backspace" && this.filter === "") {
      this.#deselectLast();
    } else if (event.key === "Escape") {
      this.close();
      this.element.querySelector(".select-kit-header").focus();
    } else {
      if (event.key === "Tab") {
        this.#selectHighlighted();
        this.close();
      }
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  @action
  select(item) {
    this.items.set(item.id, item);
    this.filter = "";
    this.results = [];
    const names = [...new Set([...this.value, item.id])];
    this.#change(this.maximum === 1 ? [item.id] : names);
    if (names.length >= this.maximum) {
      this.close();
    } else {
      this.element.querySelector(".filter-input")?.focus();
    }
    this.#closeOnChange();
  }

  @action
  deselect(id) {
    this.#change(this.value.filter((name) => name !== id));
    this.#closeOnChange();
  }

  @action
  highlight(index) {
    this.highlighted = index;
  }

  async #search() {
    const term = searchTerm(this.filter);
    this.isSearching = true;
    try {
      const results = term
        ? await searchRecipients(term, this.value, this.args.options)
        : [];
      // more may have been typed meanwhile
      if (!this.isDestroying && searchTerm(this.filter) === term) {
        this.results = results;
        this.highlighted = 0;
        this.isLoading = false;
      }
    } catch (error) {
      this.isLoading = false;
      popupAjaxError(error);
    } finally {
      this.isSearching = false;
    }
  }

  #closeOnChange() {
    if (this.args.options?.closeOnChange) {
      this.close();
      this.element.querySelector(".select-kit-header").focus();
    }
  }

  #selectHighlighted() {
    const item = this.results[this.highlighted];
    if (item) {
      this.select(item);
    }
    return Boolean(item);
  }

  #deselectLast() {
    if (this.value.length > 0) {
      this.deselect(this.value.at(-1));
    }
  }

  #change(names) {
    this.args.onChange?.(
      names,
      names.map((id) => this.items.get(id) ?? { id })
    );
  }

  <template>
    {{! template-lint-disable no-invalid-interactive no-nested-interactive }}
    {{! details with its body inside is core's DOM }}
    <details
      id={{@id}}
      class={{dConcatClass
        "select-kit multi-select user-chooser"
        this.kind
        (if this.isLoading "is-loading")
        (if this.isExpanded "is-expanded")
        (if this.value.length "has-selection")
      }}
      open={{this.isExpanded}}
      ...attributes
      {{this.root}}
    >
      <summary
        class="select-kit-header multi-select-header"
        tabindex="0"
        role="button"
        aria-haspopup="menu"
        aria-expanded={{if this.isExpanded "true" "false"}}
        aria-label={{this.headerText}}
        data-value={{this.joinedValue}}
        data-name={{this.joinedValue}}
        {{on "click" this.toggle}}
        {{on "keydown" this.headerKeydown}}
      >
        <div class="select-kit-header-wrapper">
          <span class="formatted-selection">{{this.headerText}}</span>
          {{dIcon "plus" class="caret-icon"}}
        </div>
      </summary>
      {{#if this.isExpanded}}
        <div class="select-kit-body" {{belowHeader}}>
          <div class="select-kit-filter multi-select-filter is-expanded">
            <input
              type="search"
              name="filter-input-search"
              class="filter-input"
              autocomplete="off"
              autocorrect="off"
              autocapitalize="off"
              spellcheck="false"
              placeholder={{i18n "select_kit.filter_placeholder"}}
              aria-label={{i18n "select_kit.filter_placeholder"}}
              value={{this.filter}}
              {{on "input" this.onInput}}
              {{on "keydown" this.filterKeydown}}
              {{this.focusFilter}}
            />
          </div>
          {{#if this.selectedContent.length}}
            <div class="selected-content">
              {{#each this.selectedContent key="id" as |item|}}
                <SelectedChoice @item={{item}} @deselect={{this.deselect}} />
              {{/each}}
            </div>
          {{/if}}
          {{#if this.results.length}}
            <ul class="select-kit-collection" role="menu" aria-live="polite">
              {{#each this.results as |item index|}}
                <this.rowComponent
                  @item={{item}}
                  @index={{index}}
                  @isHighlighted={{this.isHighlighted index}}
                  {{on "click" (fn this.select item)}}
                  {{on "mouseenter" (fn this.highlight index)}}
                />
              {{/each}}
            </ul>
          {{else if this.hasNoContent}}
            <span class="no-content" role="alert">{{i18n
                "select_kit.no_content"
              }}</span>
          {{/if}}
        </div>
      {{else}}
        <div class="select-kit-body"></div>
      {{/if}}
    </details>
  </template>
}
