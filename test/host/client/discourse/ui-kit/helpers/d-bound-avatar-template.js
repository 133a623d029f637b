import { trustHTML } from "@ember/template";
import { avatarImg } from "discourse/lib/avatar-utils";

export default function dBoundAvatarTemplate(avatarTemplate, size, options) {
  return trustHTML(
    avatarTemplate
      ? avatarImg({ size, avatarTemplate, ...options })
      : "<div class='avatar-placeholder'></div>"
  );
}
