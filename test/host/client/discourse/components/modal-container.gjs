import Component from "@glimmer/component";
import { array } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";

export default class ModalContainer extends Component {
  @service modal;

  register = modifier((element) => this.modal.setContainerElement(element));

  @action
  closeModal(data) {
    this.modal.close(data);
  }

  <template>
    <div class="modal-container" {{this.register}}></div>

    {{#if this.modal.activeModal}}
      {{! each: component and model change together when one modal follows another }}
      {{#each (array this.modal.activeModal) as |active|}}
        <active.component
          @model={{active.opts.model}}
          @closeModal={{this.closeModal}}
        />
      {{/each}}
    {{/if}}
  </template>
}
