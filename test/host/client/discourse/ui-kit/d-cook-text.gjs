import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import { ajax } from "discourse/lib/ajax";
import { loadOneboxes } from "discourse/lib/load-oneboxes";
import { cook } from "discourse/lib/text";

/** Cooks `@rawText` in the browser. */
export default class DCookText extends Component {
  @service siteSettings;

  @tracked cooked = null;

  cookText = modifier((_, [rawText]) => {
    let outdated = false;
    cook(rawText).then((cooked) => {
      if (!outdated && !this.isDestroying) {
        this.cooked = cooked;
      }
    });
    return () => (outdated = true);
  });

  afterCooking = modifier((element, [cooked]) => {
    if (cooked === null) {
      return;
    }
    this.args.onOffsetHeightCalculated?.(element.offsetHeight);
    if (this.args.paintOneboxes) {
      loadOneboxes(
        element,
        ajax,
        this.args.topicId,
        this.args.categoryId,
        this.siteSettings.max_oneboxes_per_post,
        false
      );
    }
  });

  <template>
    <div
      ...attributes
      {{this.cookText @rawText}}
      {{this.afterCooking this.cooked}}
    >{{this.cooked}}</div>
  </template>
}
