import Component from "@glimmer/component";

/** Renders its block into the navigation bar of the messages page. */
export default class MessagesSecondaryNav extends Component {
  get messagesNav() {
    return document.getElementById("user-navigation-secondary__horizontal-nav");
  }

  <template>{{#in-element this.messagesNav}}{{yield}}{{/in-element}}</template>
}
