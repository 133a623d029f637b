import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import htmlClass from "discourse/helpers/html-class";
import { and, not, or } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import DConditionalInElement from "discourse/ui-kit/d-conditional-in-element";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dElement from "discourse/ui-kit/helpers/d-element";
import dTrapTab from "discourse/ui-kit/modifiers/d-trap-tab";

const classFor = (type) => (type ? `alert alert-${type}` : "alert");

/** A message with a severity; renders nothing without `@flash`. */
const DFlashMessage = <template>
  {{#if @flash}}
    <div class={{classFor @type}} ...attributes>{{@flash}}</div>
  {{/if}}
</template>;

export const CLOSE_INITIATED_BY_BUTTON = "initiatedByCloseButton";
export const CLOSE_INITIATED_BY_ESC = "initiatedByESC";
export const CLOSE_INITIATED_BY_CLICK_OUTSIDE = "initiatedByClickOut";
export const CLOSE_INITIATED_BY_MODAL_SHOW = "initiatedByModalShow";

/** Core's modal window. `@closeModal` receives `{ initiatedBy }`, one of the constants above. */
export default class DModal extends Component {
  @service modal;
  @service site;

  setUp = modifier((element) => {
    this.wrapper = element;
    const root = document.documentElement;
    root.addEventListener("keydown", this.handleDocumentKeydown, true);
    return () =>
      root.removeEventListener("keydown", this.handleDocumentKeydown, true);
  });

  get dismissable() {
    return !!this.args.closeModal && (this.args.dismissable ?? true);
  }

  get autofocus() {
    return this.args.autofocus ?? true;
  }

  get dynamicElement() {
    const tagName = this.args.tagName || "div";
    if (!["div", "form"].includes(tagName)) {
      throw new Error("@tagName must be form or div");
    }
    return dElement(tagName);
  }

  @action
  async closeModal(initiatedBy) {
    if (!this.args.closeModal) {
      return;
    }
    if ((await this.args.beforeClose?.({ initiatedBy })) === false) {
      return;
    }
    this.args.closeModal({ initiatedBy });
  }

  @action
  handleDocumentKeydown(event) {
    if (this.args.hidden) {
      return;
    }
    // Keys are for the modal, and for what core opens from it: nothing else on the page hears them.
    const { activeElement } = document;
    if (
      !this.wrapper.contains(activeElement) &&
      !activeElement?.closest(
        ".d-modal, .fk-d-menu, .fk-d-menu-modal, .fk-d-tooltip"
      )
    ) {
      event.stopPropagation();
      event.preventDefault();
    }
    if (event.key === "Escape" && this.dismissable) {
      event.stopPropagation();
      this.closeModal(CLOSE_INITIATED_BY_ESC);
    }
    if (event.key === "Enter" && this.#submitsOnEnter(event)) {
      this.wrapper.querySelector(".d-modal__footer .btn-primary")?.click();
      event.preventDefault();
    }
  }

  @action
  handleCloseButton() {
    this.closeModal(CLOSE_INITIATED_BY_BUTTON);
  }

  @action
  handleBackdropClick(event) {
    if (event.button === 0 && this.dismissable) {
      this.closeModal(CLOSE_INITIATED_BY_CLICK_OUTSIDE);
    }
  }

  // Forms, text areas and choosers have their own use for Enter.
  #submitsOnEnter(event) {
    const { activeElement } = document;
    return (
      this.args.submitOnEnter !== false &&
      !event.target.closest("form") &&
      !activeElement?.closest("form, .select-kit") &&
      activeElement?.nodeName !== "TEXTAREA"
    );
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <DConditionalInElement
      @element={{this.modal.containerElement}}
      @inline={{@inline}}
      @append={{true}}
    >
      {{htmlClass "modal-open"}}
      <this.dynamicElement
        class={{dConcatClass "modal" "d-modal" (if @inline "-inline")}}
        data-keyboard="false"
        aria-modal="true"
        role="dialog"
        aria-labelledby={{if @title "discourse-modal-title"}}
        ...attributes
        {{this.setUp}}
        {{dTrapTab preventScroll=false autofocus=this.autofocus}}
      >
        <div class="d-modal__container">
          {{yield to="aboveHeader"}}
          {{#if
            (and
              (not @hideHeader)
              (or
                this.dismissable
                @title
                (has-block "headerBelowTitle")
                (has-block "headerAboveTitle")
              )
            )
          }}
            <div class={{dConcatClass "d-modal__header" @headerClass}}>
              {{yield to="headerAboveTitle"}}
              {{#if
                (and
                  this.site.mobileView
                  this.dismissable
                  (has-block "headerPrimaryAction")
                )
              }}
                <div class="d-modal__dismiss-action">
                  <DButton
                    @label="cancel"
                    @action={{this.handleCloseButton}}
                    @title="modal.close"
                    class="btn-transparent btn-primary d-modal__dismiss-action-button"
                  />
                </div>
              {{/if}}
              {{#if @title}}
                <div class="d-modal__title">
                  <h1
                    id="discourse-modal-title"
                    class="d-modal__title-text"
                  >{{@title}}</h1>
                  {{#if @subtitle}}
                    <p class="d-modal__subtitle-text">{{@subtitle}}</p>
                  {{/if}}
                  {{yield to="belowModalTitle"}}
                </div>
              {{/if}}
              {{yield to="headerBelowTitle"}}
              {{#if
                (and this.site.mobileView (has-block "headerPrimaryAction"))
              }}
                <div class="d-modal__primary-action">
                  {{yield to="headerPrimaryAction"}}
                </div>
              {{else if this.dismissable}}
                <DButton
                  @icon="xmark"
                  @action={{this.handleCloseButton}}
                  @title="modal.close"
                  class="btn-transparent modal-close"
                />
              {{/if}}
            </div>
          {{/if}}
          {{yield to="belowHeader"}}
          <DFlashMessage
            id="modal-alert"
            role="alert"
            @flash={{@flash}}
            @type={{@flashType}}
          />
          <div class={{dConcatClass "d-modal__body" @bodyClass}} tabindex="-1">
            {{#if (has-block "body")}}
              {{yield to="body"}}
            {{else}}
              {{yield}}
            {{/if}}
          </div>
          {{yield to="aboveFooter"}}
          {{#if (and (has-block "footer") (not @hideFooter))}}
            <div class="d-modal__footer">{{yield to="footer"}}</div>
          {{/if}}
          {{yield to="belowFooter"}}
        </div>
      </this.dynamicElement>
      {{#unless @inline}}
        <div
          class="d-modal__backdrop"
          {{on "click" this.handleBackdropClick}}
        ></div>
      {{/unless}}
    </DConditionalInElement>
  </template>
}
