import Component from "@glimmer/component";
import { cached } from "@glimmer/tracking";
import { concat } from "@ember/helper";
import { getOwner } from "@ember/owner";
import curryComponent from "ember-curry-component";
import PluginOutlet from "discourse/components/plugin-outlet";
import { bind } from "discourse/lib/decorators";
import { helperContext } from "discourse/lib/helpers";
import {
  connectorsExist,
  renderedConnectorsFor,
} from "discourse/lib/plugin-connectors";

/**
 * A place where plugins render. With a block it is a wrapper outlet: a connector takes the block's place and may
 * render it by {{yield}}; `<name>__before` and `<name>__after` add to it.
 */
export default class PluginOutletComponent extends Component {
  context = { ...helperContext() };

  @cached
  get outletArgs() {
    return this.args.outletArgs ?? {};
  }

  @cached
  get outletArgsWithDeprecations() {
    const args = {};
    for (const source of [this.args.deprecatedArgs ?? {}, this.outletArgs]) {
      for (const key of Object.keys(source)) {
        Object.defineProperty(args, key, {
          configurable: true,
          enumerable: true,
          get: () => source[key],
        });
      }
    }
    return args;
  }

  @bind
  getConnectors({ hasBlock } = {}) {
    const connectors = renderedConnectorsFor(
      this.args.name,
      this.outletArgsWithDeprecations,
      this.context,
      getOwner(this)
    );
    if (connectors.length > 1 && hasBlock) {
      // eslint-disable-next-line no-console
      console.error(
        `Multiple connectors were registered for the ${this.args.name} outlet. Using the first.`,
        connectors.map((connector) => connector.humanReadableName)
      );
      return [connectors[0]];
    }
    return connectors;
  }

  @bind
  connectorsExist({ hasBlock } = {}) {
    const { name } = this.args;
    return (
      connectorsExist(name) ||
      (hasBlock &&
        (connectorsExist(`${name}__before`) ||
          connectorsExist(`${name}__after`)))
    );
  }

  @bind
  safeCurryComponent(component, args) {
    return curryComponent(component, args, getOwner(this));
  }

  <template>
    {{~#if (this.connectorsExist hasBlock=(has-block))~}}
      {{~#if (has-block)~}}
        <PluginOutlet
          @name={{concat @name "__before"}}
          @outletArgs={{this.outletArgsWithDeprecations}}
        />
      {{~/if~}}

      {{~#each (this.getConnectors hasBlock=(has-block)) as |connector|~}}
        {{~#let
          (this.safeCurryComponent
            connector.componentClass this.outletArgsWithDeprecations
          )
          as |Connector|
        ~}}
          <Connector
            @outletArgs={{this.outletArgsWithDeprecations}}
          >{{yield}}</Connector>
        {{~/let~}}
      {{~else~}}
        {{yield}}
      {{~/each~}}

      {{~#if (has-block)~}}
        <PluginOutlet
          @name={{concat @name "__after"}}
          @outletArgs={{this.outletArgsWithDeprecations}}
        />
      {{~/if~}}
    {{~else~}}
      {{yield}}
    {{~/if~}}
  </template>
}
