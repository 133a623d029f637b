import Component from "@glimmer/component";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

export default class PostMenuDeleteButton extends Component {
  static shouldRender({ post }) {
    return Boolean(post.canDelete || post.can_recover);
  }

  get recovers() {
    return this.args.post.can_recover;
  }

  get action() {
    const { deletePost, recoverPost } = this.args.buttonActions;
    return this.recovers ? recoverPost : deletePost;
  }

  <template>
    <DButton
      class={{concatClass
        (if
          this.recovers
          "post-action-menu__recover recover"
          "post-action-menu__delete delete"
        )
      }}
      ...attributes
      @action={{this.action}}
      @icon={{if this.recovers "arrow-rotate-left" "trash-can"}}
      @title={{if
        this.recovers
        "post.controls.undelete"
        "post.controls.delete"
      }}
    />
  </template>
}
