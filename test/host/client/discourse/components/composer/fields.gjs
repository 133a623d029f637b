// host-only: a part of core's composer-container
import Component from "@glimmer/component";
import { action } from "@ember/object";
import { service } from "@ember/service";
import ComposerTitle from "discourse/components/composer-title";
import ComposerUserSelector from "discourse/components/composer-user-selector";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/** Recipients and title, within the editor's left column. */
export default class ComposerFields extends Component {
  @service composer;

  @action
  recipientsChanged(recipients, hasGroups) {
    this.composer.model.setProperties({
      targetRecipients: recipients,
      hasTargetGroups: hasGroups,
    });
  }

  <template>
    <div class="composer-fields">
      <PluginOutlet
        @name="before-composer-fields"
        @outletArgs={{lazyHash model=this.composer.model}}
      />

      {{#unless this.composer.model.viewFullscreen}}
        {{#if this.composer.model.canEditTitle}}
          {{#if this.composer.model.creatingPrivateMessage}}
            <div class="user-selector">
              <ComposerUserSelector
                @topicId={{this.composer.topicModel.id}}
                @recipients={{this.composer.model.targetRecipients}}
                @onChange={{this.recipientsChanged}}
                @focusTarget={{this.composer.focusTarget}}
                class="users-input"
              />
            </div>
          {{/if}}

          <div
            class={{concatClass
              "title-and-category"
              (if this.composer.isPreviewVisible "with-preview")
            }}
          >
            <ComposerTitle
              @composer={{this.composer.model}}
              @lastValidatedAt={{this.composer.lastValidatedAt}}
              @focusTarget={{this.composer.focusTarget}}
            />
            <PluginOutlet
              @name="after-title-and-category"
              @outletArgs={{lazyHash model=this.composer.model}}
            />
          </div>
        {{/if}}

        <span>
          <PluginOutlet
            @name="composer-fields"
            @connectorTagName="div"
            @outletArgs={{lazyHash
              model=this.composer.model
              showPreview=this.composer.isPreviewVisible
            }}
          />
        </span>
      {{/unless}}
    </div>
  </template>
}
