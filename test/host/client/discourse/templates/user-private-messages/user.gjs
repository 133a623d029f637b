import Component from "@glimmer/component";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** Renders its block into the navigation bar of the messages page. */
class MessagesSecondaryNav extends Component {
  get messagesNav() {
    return document.getElementById("user-navigation-secondary__horizontal-nav");
  }

  <template>{{#in-element this.messagesNav}}{{yield}}{{/in-element}}</template>
}

export default <template>
  <MessagesSecondaryNav>
    <DNavigationItem
      @route="userPrivateMessages.user.index"
      @ariaCurrentContext="subNav"
      class="user-nav__messages-latest"
    >
      {{dIcon "envelope"}}
      <span>{{i18n "categories.latest"}}</span>
    </DNavigationItem>
    <DNavigationItem
      @route="userPrivateMessages.user.sent"
      @ariaCurrentContext="subNav"
      class="user-nav__messages-sent"
    >
      {{dIcon "reply"}}
      <span>{{i18n "user.messages.sent"}}</span>
    </DNavigationItem>
  </MessagesSecondaryNav>
  {{outlet}}
</template>
