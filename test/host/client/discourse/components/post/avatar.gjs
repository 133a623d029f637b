import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { applyValueTransformer } from "discourse/lib/transformer";
import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import dIcon from "discourse/ui-kit/helpers/d-icon";

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

/** The sign of the group that a user is shown with (in core one that groups draw themselves, too). */
const DUserAvatarFlair = <template>
  {{#if @user.flair_group_id}}
    <div class="avatar-flair" title={{@user.flair_name}}>
      {{dIcon @user.flair_url}}
    </div>
  {{/if}}
</template>;

export default class PostAvatar extends Component {
  get size() {
    return applyValueTransformer("post-avatar-size", "large", {
      post: this.args.post,
    });
  }

  get user() {
    const { avatar_template, name, username, usernameUrl } = this.args.post;
    const { flair_group_id, flair_name, flair_url } = this.args.post;
    return {
      avatar_template,
      name,
      username,
      path: usernameUrl,
      flair_group_id,
      flair_name,
      flair_url,
    };
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
      {{#let
        (lazyHash post=@post size=this.size user=this.user)
        as |outletArgs|
      }}
        <PluginOutlet @name="post-avatar" @outletArgs={{outletArgs}}>
          <div class="post-avatar">
            <DUserAvatar
              @user={{this.user}}
              @size={{this.size}}
              @hideTitle={{true}}
              class="main-avatar"
              tabindex="-1"
            />
            <PluginOutlet @name="post-avatar-flair" @outletArgs={{outletArgs}}>
              <DUserAvatarFlair @user={{this.user}} />
            </PluginOutlet>
          </div>
        </PluginOutlet>
      {{/let}}
    </div>
  </template>
}
