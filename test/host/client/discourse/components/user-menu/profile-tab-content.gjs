import Component from "@glimmer/component";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

export default class UserMenuProfileTabContent extends Component {
  @service currentUser;

  /** Core's template calls the application route's action, which ends the session by the user model. */
  @action
  logout() {
    getOwner(this).lookup("route:application").send("logout");
  }

  <template>
    <ul aria-labelledby={{@ariaLabelledby}}>
      <li class="summary">
        <a href="{{this.currentUser.path}}/summary">
          {{dIcon "user"}}
          <span class="item-label">{{i18n "user.summary.title"}}</span>
        </a>
      </li>
      <li class="drafts">
        <a href="{{this.currentUser.path}}/activity/drafts">
          {{dIcon "user_menu.drafts"}}
          <span class="item-label">{{i18n "drafts.label"}}</span>
        </a>
      </li>
      <li class="preferences">
        <a href="{{this.currentUser.path}}/preferences">
          {{dIcon "gear"}}
          <span class="item-label">{{i18n "user.preferences.title"}}</span>
        </a>
      </li>
      <li class="logout">
        <DButton @action={{this.logout}} class="btn-flat profile-tab-btn">
          {{dIcon "right-from-bracket"}}
          <span class="item-label">{{i18n "user.log_out"}}</span>
        </DButton>
      </li>
    </ul>
  </template>
}
