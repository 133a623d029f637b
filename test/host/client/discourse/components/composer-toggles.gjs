import Component from "@glimmer/component";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import DButton from "discourse/ui-kit/d-button";

const FULLSCREEN_BUTTON = {
  draft: { icon: "angles-up", title: "composer.open" },
  fullscreen: { icon: "discourse-compress", title: "composer.exit_fullscreen" },
};
const ENTER_FULLSCREEN = {
  icon: "discourse-expand",
  title: "composer.enter_fullscreen",
};

/** The buttons at the composer's upper right corner. */
export default class ComposerToggles extends Component {
  @service site;
  @service siteSettings;

  get collapsed() {
    return ["draft", "saving"].includes(this.args.composeState);
  }

  get toggle() {
    return this.collapsed
      ? { icon: "xmark", title: "composer.abandon" }
      : { icon: "angles-down", title: "composer.collapse" };
  }

  get fullscreen() {
    return FULLSCREEN_BUTTON[this.args.composeState] || ENTER_FULLSCREEN;
  }

  get showToolbarToggle() {
    return this.site.mobileView && !this.siteSettings.enable_composer_redesign;
  }

  get toolbarTitle() {
    return this.args.showToolbar
      ? "composer.hide_toolbar"
      : "composer.show_toolbar";
  }

  <template>
    <div class="composer-controls">
      <span>
        <PluginOutlet @name="before-composer-toggles" @connectorTagName="div" />
      </span>

      {{#if this.showToolbarToggle}}
        <DButton
          @icon="bars"
          @action={{@toggleToolbar}}
          @title={{this.toolbarTitle}}
          @preventFocus={{true}}
          class="btn-transparent toggle-toolbar btn-mini-toggle"
        />
      {{/if}}

      {{#if this.site.desktopView}}
        <DButton
          @icon={{this.fullscreen.icon}}
          @action={{@toggleFullscreen}}
          @title={{this.fullscreen.title}}
          class="btn-transparent toggle-fullscreen btn-mini-toggle"
        />
      {{/if}}

      <DButton
        @icon={{this.toggle.icon}}
        @action={{@toggleComposer}}
        @title={{this.toggle.title}}
        class="btn-transparent toggler toggle-minimize btn-mini-toggle"
      />
    </div>
  </template>
}
