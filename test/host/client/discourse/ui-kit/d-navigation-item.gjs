import Component from "@glimmer/component";
import { LinkTo } from "@ember/routing";
import { service } from "@ember/service";

/** An entry of a navigation bar. `@ariaCurrentContext` says what kind of bar it stands in. */
export default class DNavigationItem extends Component {
  @service router;

  get models() {
    return this.args.models ?? [];
  }

  // A parent entry is where the member is; a sub entry is the page itself.
  get ariaCurrent() {
    const { route, ariaCurrentContext } = this.args;
    const current = this.router.currentRouteName ?? "";
    if (ariaCurrentContext === "parentNav") {
      return current.startsWith(`${route}.`) ? "page" : undefined;
    }
    return current === route ? "page" : undefined;
  }

  <template>
    <li aria-current={{this.ariaCurrent}} title={{@title}} ...attributes>
      <LinkTo @route={{@route}} @models={{this.models}}>{{yield}}</LinkTo>
    </li>
  </template>
}
