import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import DPopupInputTip from "discourse/ui-kit/d-popup-input-tip";
import { i18n } from "discourse-i18n";

export default class ComposerTitle extends Component {
  @service siteSettings;

  // Once: later changes of the target leave the member where they are.
  focusWhenTarget = modifier((element) =>
    untrack(() => {
      if (this.args.focusTarget === "title") {
        element.focus();
      }
    })
  );

  get disabled() {
    const { composer } = this.args;
    return composer.loading || composer.disableTitleInput;
  }

  get validation() {
    const { composer, lastValidatedAt } = this.args;
    if (composer.titleLengthValid) {
      return null;
    }
    return {
      failed: true,
      reason: this.#reason(composer),
      lastShownAt: lastValidatedAt,
    };
  }

  @action
  changed(event) {
    this.args.composer.set("title", event.target.value);
  }

  #reason(composer) {
    if (composer.titleLength < 1) {
      return i18n("composer.error.title_missing");
    }
    return composer.missingTitleCharacters > 0
      ? i18n("composer.error.title_too_short", {
          count: composer.minimumTitleLength,
        })
      : i18n("composer.error.title_too_long", {
          count: this.siteSettings.max_topic_title_length,
        });
  }

  <template>
    <div class="title-input">
      <input
        id="reply-title"
        type="text"
        value={{@composer.title}}
        maxlength={{this.siteSettings.max_topic_title_length}}
        placeholder={{i18n "composer.title_placeholder"}}
        aria-label={{i18n "composer.title_placeholder"}}
        disabled={{this.disabled}}
        autocomplete="off"
        {{on "input" this.changed}}
        {{this.focusWhenTarget}}
      />
      <PluginOutlet
        @name="after-composer-title-input"
        @outletArgs={{lazyHash composer=@composer}}
      />
      <DPopupInputTip @validation={{this.validation}} />
    </div>
  </template>
}
