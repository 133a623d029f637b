import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import dObserveIntersection from "discourse/ui-kit/modifiers/d-observe-intersection";

export default class TopicTitle extends Component {
  @service header;

  // Out of view, the header shows it.
  @action
  handleIntersectionChange({ boundingClientRect, isIntersecting }) {
    this.header.mainTopicTitleVisible =
      isIntersecting || boundingClientRect.top > 0;
  }

  @action
  keyDown(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.args.cancelled();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.args.save(undefined, event);
    }
  }

  <template>
    {{! template-lint-disable no-invalid-interactive no-pointer-down-event-binding }}
    <div
      id="topic-title"
      class="container"
      {{on "keydown" this.keyDown}}
      {{dObserveIntersection this.handleIntersectionChange}}
    >
      <div class="title-wrapper">
        {{yield}}
      </div>

      <PluginOutlet
        @name="topic-title"
        @connectorTagName="div"
        @outletArgs={{lazyHash model=@model}}
      />
    </div>
  </template>
}
