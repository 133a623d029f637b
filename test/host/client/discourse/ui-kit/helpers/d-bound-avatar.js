import { trustHTML } from "@ember/template";
import { avatarImg } from "discourse/lib/avatar-utils";
import { addExtraUserClasses } from "discourse/ui-kit/helpers/d-avatar";

export default function dBoundAvatar(user, size) {
  return trustHTML(
    user
      ? avatarImg(
          addExtraUserClasses(user, {
            size,
            avatarTemplate: user.avatar_template,
          })
        )
      : "<div class='avatar-placeholder'></div>"
  );
}
