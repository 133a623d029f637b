import Component from "@glimmer/component";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";

const DISTANCE = 45; // px above what the menu belongs to

/** Where the menus are that the service shows. */
export default class DMenus extends Component {
  @service menu;

  style = ({ trigger }) => {
    const { top, left } = trigger.getBoundingClientRect();
    const above = Math.max(0, top + window.scrollY - DISTANCE);
    return trustHTML(
      `position: absolute; top: ${above}px; left: ${left + window.scrollX}px;`
    );
  };

  <template>
    <div id="d-menu-portals">
      {{#each this.menu.registeredMenus key="id" as |menu|}}
        {{#if menu.detachedTrigger}}
          <div
            class="fk-d-menu -expanded"
            data-identifier={{menu.options.identifier}}
            data-content
            role="dialog"
            style={{this.style menu}}
          >
            <div class="fk-d-menu__inner-content">
              <menu.options.component
                @data={{menu.options.data}}
                @close={{menu.close}}
              />
            </div>
          </div>
        {{/if}}
      {{/each}}
    </div>
  </template>
}
