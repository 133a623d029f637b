/* eslint-disable ember/no-classic-components */
import { tracked } from "@glimmer/tracking";
import Component from "@ember/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { next, schedule } from "@ember/runloop";
import { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { modifier } from "ember-modifier";
import TextareaEditor from "discourse/components/composer/textarea-editor";
import ToggleSwitch from "discourse/components/composer/toggle-switch";
import ToolbarButtons from "discourse/components/composer/toolbar-buttons";
import DEditorPreview from "discourse/components/d-editor-preview";
import PluginOutlet from "discourse/components/plugin-outlet";
import Toolbar from "discourse/lib/composer/toolbar";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import discourseDebounce from "discourse/lib/debounce";
import { isTesting } from "discourse/lib/environment";
import { generateCookFunction } from "discourse/lib/text";
import { not } from "discourse/truth-helpers";
import DConditionalInElement from "discourse/ui-kit/d-conditional-in-element";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";
import { NULL_HELPER } from "discourse/ui-kit/d-decorated-html";
import DPopupInputTip from "discourse/ui-kit/d-popup-input-tip";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import { i18n } from "discourse-i18n";

const PREVIEW_DEBOUNCE = 30; // ms

/** Which events of the page write into the editor, and by which operation. */
const COMPOSER_EVENTS = {
  "composer:insert-block": "insertBlock",
  "composer:insert-text": "insertText",
  "composer:replace-text": "replaceText",
  "composer:apply-surround": "applySurroundSelection",
  "composer:indent-selected-text": "indentSelection",
};

// A class of its own, so that switching sets up another editor, as in core.
class RichTextareaEditor extends TextareaEditor {}

/**
 * Text area, toolbar and preview. `@value` is bound both ways, which is why
 * this component, as core's, is a classic one.
 *
 * The rich editor is a mode without an editor of its own here: the text area
 * stays, the preview goes, and the class on the container changes. What core's
 * would show in place, and ask the server about, is asked about all the same.
 */
export default class DEditor extends Component {
  @service appEvents;
  @service capabilities;
  @service currentUser;
  @service site;
  @service siteSettings;

  @tracked isEditorFocused = false;
  @tracked isRichEditorEnabled = false;
  @tracked preview = null;
  @tracked ready = false;

  tagName = "";
  processPreview = true;
  showLink = true;
  textManipulation = null;

  watchForChanges = modifier((element, [value, processPreview, ready]) => {
    if (!ready || !(processPreview || this.isRichEditorEnabled)) {
      return;
    }
    if (isTesting()) {
      waitForPromise(this._updatePreview(value));
    } else {
      discourseDebounce(this, this._updatePreview, value, PREVIEW_DEBOUNCE);
    }
  });

  #cook = null;

  init() {
    super.init(...arguments);
    this.#setupToolbar();
    this.isRichEditorEnabled =
      this.forceEditorMode === undefined || this.forceEditorMode === null
        ? Boolean(
            this.siteSettings.rich_editor && this.currentUser?.useRichEditor
          )
        : this.forceEditorMode === USER_OPTION_COMPOSITION_MODES.rich;
  }

  get showEditorModeToggle() {
    return (
      this.siteSettings.rich_editor &&
      (this.forceEditorMode === undefined || this.forceEditorMode === null)
    );
  }

  get editorComponent() {
    return this.isRichEditorEnabled ? RichTextareaEditor : TextareaEditor;
  }

  get editorContainerModeClass() {
    return this.isRichEditorEnabled
      ? "--rich-editor-enabled"
      : "--markdown-editor-enabled";
  }

  get placeholderTranslated() {
    return this.placeholder ? i18n(this.placeholder) : null;
  }

  get keymap() {
    const keymap = {
      tab: () => !this.textManipulation.indentSelection("right"),
      "shift+tab": () => !this.textManipulation.indentSelection("left"),
    };
    for (const [keys, button] of Object.entries(this.toolbar.shortcuts)) {
      keymap[keys] = () => {
        button.action();
        return false;
      };
    }
    return keymap;
  }

  /** What a toolbar button gets to work with. */
  newToolbarEvent(trimLeading) {
    const manipulation = this.textManipulation;
    const selected = manipulation.getSelected(trimLeading, { lineVal: true });
    return {
      selected,
      state: manipulation.state,
      selectText: (from, length) =>
        manipulation.selectText(from, length, { scroll: false }),
      applySurround: (head, tail, exampleKey, options) =>
        manipulation.applySurround(selected, head, tail, exampleKey, options),
      applyList: (head, exampleKey, options) =>
        manipulation.applyList(selected, head, exampleKey, options),
      formatCode: () => manipulation.formatCode(),
      addText: (text) => manipulation.addText(selected, text),
      getText: () => this.value,
      replaceText: (oldText, newText, options) =>
        manipulation.replaceText(oldText, newText, options),
    };
  }

  @action
  setupEditor(textManipulation) {
    this.textManipulation = textManipulation;
    textManipulation.allowPreview = !this.isRichEditorEnabled;

    const unsubscribe = this.setupEvents();
    const teardown = this.onSetup?.(textManipulation);
    schedule("afterRender", this, "_readyNow");
    return () => {
      unsubscribe?.();
      teardown?.();
    };
  }

  setupEvents() {
    if (!this.composerEvents) {
      return;
    }
    const manipulation = this.textManipulation;
    for (const [event, operation] of Object.entries(COMPOSER_EVENTS)) {
      this.appEvents.on(event, manipulation, operation);
    }
    return () => {
      for (const [event, operation] of Object.entries(COMPOSER_EVENTS)) {
        this.appEvents.off(event, manipulation, operation);
      }
    };
  }

  /** Switches, and keeps the choice as the member's preference. */
  @action
  async toggleRichEditor() {
    this.isRichEditorEnabled = !this.isRichEditorEnabled;

    this.currentUser.set(
      "user_option.composition_mode",
      this.isRichEditorEnabled
        ? USER_OPTION_COMPOSITION_MODES.rich
        : USER_OPTION_COMPOSITION_MODES.markdown
    );
    await this.currentUser.save(["composition_mode"]);
  }

  @action
  onChange(event) {
    this.set("value", event?.target?.value);
    this.change?.(event);
  }

  // A text area that is taken away loses the focus in the middle of rendering.
  @action
  focusChanged() {
    next(() => {
      if (!this.isDestroying) {
        this.isEditorFocused =
          this.textManipulation.textarea === document.activeElement;
      }
    });
  }

  _readyNow() {
    if (this.isDestroying) {
      return;
    }
    this.ready = true;
    if (this.autofocus) {
      this.textManipulation.focus();
    }
  }

  async _updatePreview(value) {
    this.#cook ||= await generateCookFunction(this.markdownOptions || {});
    const cooked = await this.#cook(value || "");
    if (this.isDestroying) {
      return;
    }
    if (this.isRichEditorEnabled) {
      const shownInPlace = document.createElement("div");
      shownInPlace.innerHTML = cooked;
      this.previewUpdated?.(shownInPlace, NULL_HELPER);
    } else {
      this.preview = cooked;
    }
  }

  #setupToolbar() {
    this.toolbar = new Toolbar({
      siteSettings: this.siteSettings,
      capabilities: this.capabilities,
      site: this.site,
      showLink: this.showLink,
    });
    this.toolbar.context = this;
    this.extraButtons?.(this.toolbar);
  }

  <template>
    <div
      class="d-editor"
      ...attributes
      {{this.watchForChanges this.value this.processPreview this.ready}}
    >
      <div
        class={{concatClass "d-editor-container" this.editorContainerModeClass}}
      >
        {{#if @renderYieldAboveContainer}}
          {{yield}}
        {{/if}}

        <div class="d-editor-textarea-column">
          {{#unless @renderYieldAboveContainer}}
            {{yield}}
          {{/unless}}

          <div
            class={{concatClass
              "d-editor-textarea-wrapper"
              (if this.disabled "disabled")
              (if this.isEditorFocused "in-focus")
            }}
          >
            <DConditionalInElement
              @append={{true}}
              @element={{@toolbarPortalTarget}}
              @inline={{not @toolbarPortalTarget}}
            >
              <div class="d-editor-button-bar__wrap">
                <div class="d-editor-button-bar" role="toolbar">
                  {{#if this.showEditorModeToggle}}
                    <ToggleSwitch
                      @state={{this.isRichEditorEnabled}}
                      @disabled={{this.disableSubmit}}
                      {{on "click" this.toggleRichEditor}}
                    />
                  {{/if}}
                  <ToolbarButtons @data={{this.toolbar}} />
                </div>
              </div>
            </DConditionalInElement>

            <DConditionalLoadingSpinner @condition={{this.loading}} />
            <this.editorComponent
              @class="d-editor-input"
              @onSetup={{this.setupEditor}}
              @markdownOptions={{this.markdownOptions}}
              @keymap={{this.keymap}}
              @value={{this.value}}
              @placeholder={{this.placeholderTranslated}}
              @disabled={{this.disabled}}
              @change={{this.onChange}}
              @focusIn={{this.focusChanged}}
              @focusOut={{this.focusChanged}}
              @id={{this.textAreaId}}
            />
            <DPopupInputTip @validation={{this.validation}} />
            <PluginOutlet
              @name="after-d-editor"
              @connectorTagName="div"
              @outletArgs={{this.outletArgs}}
            />
          </div>
        </div>

        <DEditorPreview
          @preview={{this.preview}}
          @forcePreview={{this.forcePreview}}
          @onPreviewUpdated={{this.previewUpdated}}
          @outletArgs={{this.outletArgs}}
        />
      </div>
    </div>
  </template>
}
