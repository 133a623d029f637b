import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { modifier } from "ember-modifier";
import ComposerFields from "discourse/components/composer/fields";
import ComposerSubmitPanel from "discourse/components/composer/submit-panel";
import ComposerActionTitle from "discourse/components/composer-action-title";
import ComposerBody from "discourse/components/composer-body";
import ComposerEditor from "discourse/components/composer-editor";
import ComposerMessages from "discourse/components/composer-messages";
import ComposerToggles from "discourse/components/composer-toggles";
import PluginOutlet from "discourse/components/plugin-outlet";
import htmlClass from "discourse/helpers/html-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import icon from "discourse/ui-kit/helpers/d-icon";
import loadingSpinner from "discourse/ui-kit/helpers/d-loading-spinner";
import { i18n } from "discourse-i18n";

/** The composer at the foot of every page, with core's outlets in it. */
export default class ComposerContainer extends Component {
  @service composer;
  @service site;
  @service siteSettings;

  @tracked toolbarPortalTarget = null;

  // The redesigned composer's editor puts its toolbar here; there is no element before it is drawn.
  setToolbarPortalTarget = modifier((element) => {
    const target = Promise.resolve().then(() => {
      if (!this.isDestroying) {
        this.toolbarPortalTarget = element;
      }
    });
    waitForPromise(target);
    return () => (this.toolbarPortalTarget = null);
  });

  @action
  editReasonChanged(event) {
    this.composer.editReason = event.target.value;
  }

  <template>
    <ComposerBody
      @composer={{this.composer.model}}
      @showPreview={{this.composer.isPreviewVisible}}
      @openIfDraft={{this.composer.openIfDraft}}
      @typed={{this.composer.typed}}
      @cancelled={{this.composer.cancelled}}
      @save={{this.composer.saveAction}}
    >
      <div class="grippie"></div>

      {{#if this.composer.visible}}
        {{htmlClass (if this.composer.isPreviewVisible "composer-has-preview")}}

        {{#if this.site.desktopView}}
          <ComposerMessages @composer={{this.composer.model}} />
        {{/if}}

        {{#if this.composer.model.viewOpenOrFullscreen}}
          <div
            role="dialog"
            aria-label={{this.composer.ariaLabel}}
            class="reply-area without-tags without-form-template without-category"
          >
            <span class="composer-open-plugin-outlet-container">
              <PluginOutlet
                @name="composer-open"
                @connectorTagName="div"
                @outletArgs={{lazyHash model=this.composer.model}}
              />
            </span>

            <div class="reply-to">
              {{#unless this.composer.model.viewFullscreen}}
                <div class="reply-details">
                  <ComposerActionTitle @model={{this.composer.model}} />

                  <PluginOutlet
                    @name="composer-action-after"
                    @outletArgs={{lazyHash model=this.composer.model}}
                  />

                  {{#unless this.siteSettings.enable_new_composer_actions}}
                    {{#if this.composer.canEdit}}
                      <div class="display-edit-reason">
                        {{#if this.composer.showEditReason}}
                          <input
                            id="edit-reason"
                            type="text"
                            maxlength="255"
                            value={{this.composer.editReason}}
                            placeholder={{i18n
                              "composer.edit_reason_placeholder"
                            }}
                            {{on "input" this.editReasonChanged}}
                          />
                        {{else}}
                          <DButton
                            @action={{this.composer.displayEditReason}}
                            @icon="pen-to-square"
                            @title="composer.edit_reason"
                            class="btn-transparent"
                          />
                        {{/if}}
                      </div>
                    {{/if}}
                  {{/unless}}
                </div>
              {{/unless}}

              <PluginOutlet
                @name="before-composer-controls"
                @outletArgs={{lazyHash model=this.composer.model}}
              />

              <ComposerToggles
                @composeState={{this.composer.model.composeState}}
                @toggleComposer={{this.composer.toggle}}
                @toggleFullscreen={{this.composer.fullscreenComposer}}
                @showToolbar={{this.composer.showToolbar}}
                @toggleToolbar={{this.composer.toggleToolbar}}
              />
            </div>

            <ComposerEditor @toolbarPortalTarget={{this.toolbarPortalTarget}}>
              <ComposerFields />
            </ComposerEditor>

            <span>
              <PluginOutlet
                @name="composer-after-composer-editor"
                @outletArgs={{lazyHash model=this.composer.model}}
              />
            </span>

            {{#if this.siteSettings.enable_composer_redesign}}
              <div class="composer-footer">
                <div
                  class="composer-footer__toolbar"
                  {{this.setToolbarPortalTarget}}
                ></div>
                <ComposerSubmitPanel />
              </div>
            {{else}}
              <ComposerSubmitPanel />
            {{/if}}
          </div>
        {{else}}
          <div class="saving-text">
            {{i18n "composer.saving"}}
            {{loadingSpinner size="small"}}
          </div>

          <div class="draft-text">
            {{#if this.composer.model.topic}}
              {{icon "share"}}
              {{this.composer.draftTitle}}
            {{else}}
              {{i18n "composer.saved_draft"}}
            {{/if}}
          </div>

          <ComposerToggles
            @composeState={{this.composer.model.composeState}}
            @toggleFullscreen={{this.composer.openIfDraft}}
            @toggleToolbar={{this.composer.toggleToolbar}}
            @toggleComposer={{this.composer.toggle}}
          />
        {{/if}}
      {{/if}}
    </ComposerBody>
  </template>
}
