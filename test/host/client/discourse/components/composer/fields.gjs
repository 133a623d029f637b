// host-only: a part of core's composer-container
import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import ComposerTitle from "discourse/components/composer-title";
import ComposerUserSelector from "discourse/components/composer-user-selector";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import { i18n } from "discourse-i18n";

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

  @action
  warningChanged(event) {
    this.composer.model.set("isWarning", event.target.checked);
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
                class={{concatClass
                  "users-input"
                  (if this.composer.showWarning "can-warn")
                }}
              />
              {{#if this.composer.showWarning}}
                <label class="add-warning">
                  <input
                    type="checkbox"
                    checked={{this.composer.model.isWarning}}
                    {{on "change" this.warningChanged}}
                  />
                  <span>{{i18n "composer.add_warning"}}</span>
                </label>
              {{/if}}
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
              @outletArgs={{lazyHash
                model=this.composer.model
                canEditTags=this.composer.canEditTags
              }}
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
