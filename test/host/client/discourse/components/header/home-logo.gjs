import Component from "@glimmer/component";
import { service } from "@ember/service";
import getURL from "discourse/lib/get-url";
import dIcon from "discourse/ui-kit/helpers/d-icon";

export default class HomeLogo extends Component {
  @service siteSettings;

  get href() {
    return getURL("/");
  }

  <template>
    <div class="title">
      <a href={{this.href}}>
        {{#if @minimized}}
          {{dIcon "house"}}
        {{else}}
          <h1 id="site-text-logo" class="text-logo">
            {{this.siteSettings.title}}
          </h1>
        {{/if}}
      </a>
    </div>
  </template>
}
