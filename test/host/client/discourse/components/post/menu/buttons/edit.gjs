import Component from "@glimmer/component";
import DButton from "discourse/ui-kit/d-button";

export default class PostMenuEditButton extends Component {
  static hidden({ post }) {
    return post.can_edit && post.yours ? false : null;
  }

  static shouldRender({ post }) {
    return Boolean(post.can_edit);
  }

  <template>
    <DButton
      class="post-action-menu__edit edit"
      ...attributes
      @action={{@buttonActions.editPost}}
      @icon="pencil"
      @title="post.controls.edit"
    />
  </template>
}
