// host-only: a part of core's composer-container
import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { service } from "@ember/service";
import ComposerSaveButton from "discourse/components/composer-save-button";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The composer's lower edge: send, discard, what became of the draft. */
export default class ComposerSubmitPanel extends Component {
  @service composer;
  @service site;
  @service siteSettings;

  chooseFiles = () => document.getElementById("file-uploader").click();

  <template>
    <div class="submit-panel">
      <span>
        <PluginOutlet
          @name="composer-fields-below"
          @connectorTagName="div"
          @outletArgs={{lazyHash model=this.composer.model}}
        />
      </span>

      <div class="save-or-cancel">
        <ComposerSaveButton
          @action={{this.composer.saveAction}}
          @icon={{this.composer.saveIcon}}
          @label={{this.composer.saveLabel}}
          @forwardEvent={{true}}
          @disableSubmit={{this.composer.disableSubmit}}
        />

        {{#if this.site.mobileView}}
          <DButton
            @action={{this.composer.cancel}}
            @icon={{this.composer.cancelIcon}}
            @preventFocus={{true}}
            @title={{this.composer.cancelLabel}}
            class="cancel btn-transparent"
          />
        {{else}}
          <DButton
            @action={{this.composer.cancel}}
            @preventFocus={{true}}
            @label={{this.composer.cancelLabel}}
            class="cancel btn-transparent"
          />
        {{/if}}

        <span>
          <PluginOutlet
            @name="composer-after-save-or-cancel"
            @outletArgs={{lazyHash model=this.composer.model}}
          />
        </span>
      </div>

      {{#if this.site.mobileView}}
        <span>
          <PluginOutlet
            @name="composer-mobile-buttons-bottom"
            @outletArgs={{lazyHash model=this.composer.model}}
          />
        </span>

        {{#unless this.siteSettings.enable_composer_redesign}}
          <a
            id="mobile-file-upload"
            class="btn btn-default no-text mobile-file-upload"
            role="button"
            tabindex="0"
            aria-label={{i18n "upload"}}
            {{on "click" this.chooseFiles}}
          >{{icon "far-image"}}</a>
        {{/unless}}

        {{#if this.composer.allowPreview}}
          <a
            href
            class="btn btn-default no-text mobile-preview"
            title={{i18n "composer.show_preview"}}
            aria-label={{i18n "composer.show_preview"}}
            {{on "click" this.composer.togglePreview}}
          >{{icon "desktop"}}</a>
        {{/if}}

        {{#if this.composer.isPreviewVisible}}
          <DButton
            @action={{this.composer.togglePreview}}
            @title="composer.hide_preview"
            @icon="pencil"
            class="hide-preview"
          />
        {{/if}}
      {{/if}}

      {{#if this.composer.model.draftStatus}}
        <div id="draft-status">
          <span class="draft-error" title={{this.composer.model.draftStatus}}>
            {{icon
              (if
                this.composer.model.draftConflictUser
                "user-pen"
                "triangle-exclamation"
              )
            }}
            {{#if this.site.desktopView}}
              {{this.composer.model.draftStatus}}
            {{/if}}
          </span>
        </div>
      {{/if}}

      {{#if this.site.desktopView}}
        {{#if this.composer.allowPreview}}
          <DButton
            @action={{this.composer.togglePreview}}
            @translatedTitle={{this.composer.toggleText}}
            @icon="angles-left"
            class={{concatClass
              "btn-transparent btn-mini-toggle toggle-preview"
              (unless this.composer.isPreviewVisible "active")
            }}
          />
        {{/if}}
      {{/if}}
    </div>
  </template>
}
