import Component from "@glimmer/component";
import { service } from "@ember/service";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import { i18n } from "discourse-i18n";

/** A plugin's page in the administrators' area: its name, tabs, and the tab that is open. */
class AdminPluginConfigPage extends Component {
  @service adminPluginNavManager;

  linkText({ label, text }) {
    return label ? i18n(label) : text;
  }

  <template>
    <div class="admin-content">
      <div class="admin-plugin-config-page">
        <div class="d-page-header">
          <h1 class="d-page-header__title">{{@plugin.nameTitleized}}</h1>
          <p class="d-page-header__description">{{@plugin.about}}</p>
          <div class="d-nav-submenu">
            <ul class="nav-pills d-nav-submenu__tabs">
              {{#each
                this.adminPluginNavManager.currentConfigNav.links
                as |navLink|
              }}
                <DNavigationItem
                  @route={{navLink.route}}
                  @ariaCurrentContext="subNav"
                  class="admin-plugin-config-page__top-nav-item"
                >{{this.linkText navLink}}</DNavigationItem>
              {{/each}}
            </ul>
          </div>
        </div>
        <div class="admin-plugin-config-page__content">
          <section class="admin-plugin-config-area">{{yield}}</section>
        </div>
      </div>
    </div>
  </template>
}

export default <template>
  <AdminPluginConfigPage @plugin={{@model}}>{{outlet}}</AdminPluginConfigPage>
</template>
