import Component from "@glimmer/component";
import { action } from "@ember/object";
import dObserveIntersection from "discourse/ui-kit/modifiers/d-observe-intersection";

/** Calls `@action` when the end of its block comes into view. */
export default class DLoadMore extends Component {
  @action
  onIntersection({ isIntersecting }) {
    if (isIntersecting && this.args.enabled !== false) {
      this.args.action();
    }
  }

  <template>
    <div ...attributes>
      {{yield}}
      <div
        class="load-more-sentinel"
        aria-hidden="true"
        {{dObserveIntersection this.onIntersection threshold=0}}
      ></div>
    </div>
  </template>
}
