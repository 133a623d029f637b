import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";

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

export default DUserAvatar;
