import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { applyValueTransformer } from "discourse/lib/transformer";
import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/** A user's avatar that leads to their page. */
const DUserAvatar = <template>
  <DUserLink @username={{@user.username}} tabindex="-1" ...attributes>
    {{~dAvatar
      @user
      imageSize=@size
      hideTitle=@hideTitle
      extraClasses=@avatarClasses
    ~}}
  </DUserLink>
</template>;

export default class PostAvatar extends Component {
  get size() {
    return applyValueTransformer("post-avatar-size", "large", {
      post: this.args.post,
    });
  }

  get user() {
    const { avatar_template, name, username, usernameUrl } = this.args.post;
    return { avatar_template, name, username, path: usernameUrl };
  }

  get additionalClasses() {
    return applyValueTransformer("post-avatar-class", [], {
      post: this.args.post,
      user: this.user,
      size: this.size,
    });
  }

  <template>
    <div class={{concatClass "topic-avatar" this.additionalClasses}}>
      <PluginOutlet
        @name="post-avatar"
        @outletArgs={{lazyHash post=@post size=this.size user=this.user}}
      >
        <div class="post-avatar">
          <DUserAvatar
            @user={{this.user}}
            @size={{this.size}}
            @hideTitle={{true}}
            class="main-avatar"
            tabindex="-1"
          />
        </div>
      </PluginOutlet>
    </div>
  </template>
}
