import Component from "@glimmer/component";
import { getOwner } from "@ember/owner";
import { modifier } from "ember-modifier";
import ClickTrack from "discourse/lib/click-track";

const TRACKED = ".cooked a, a.track-link";

/** The page's frame: every click on a link in a post passes through here. */
export default class DiscourseTopic extends Component {
  trackClicks = modifier((element) => {
    const clicked = (event) => {
      const link = event.target.closest(TRACKED);
      if (link && element.contains(link)) {
        const goOn = ClickTrack.trackClick(event, getOwner(this), { link });
        if (goOn === false) {
          event.preventDefault();
          event.stopPropagation();
        }
      }
    };
    element.addEventListener("click", clicked);
    return () => element.removeEventListener("click", clicked);
  });

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <div class="regular ember-view" {{this.trackClicks}}>{{yield}}</div>
  </template>
}
