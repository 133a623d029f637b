import { get } from "@ember/object";
import { trustHTML } from "@ember/template";
import { avatarImg } from "discourse/lib/avatar-utils";

const customHelpers = [];

export function classesForUser(user) {
  return customHelpers.flatMap((helper) => helper(user));
}

export function addExtraUserClasses(user, args) {
  const extraClasses = classesForUser(user).join(" ");
  return extraClasses ? Object.assign(args, { extraClasses }) : args;
}

/** The HTML of a user's avatar; "" without a name or a picture. */
export function renderAvatar(user, options = {}) {
  if (!user) {
    return "";
  }
  const username = get(user, options.usernamePath || "username");
  const avatarTemplate = get(
    user,
    options.avatarTemplatePath || "avatar_template"
  );
  if (!username || !avatarTemplate) {
    return "";
  }
  const ownTitle = options.ignoreTitle ? undefined : get(user, "title");
  return avatarImg({
    size: options.imageSize,
    extraClasses: get(user, "extras") || options.extraClasses,
    loading: options.loading,
    title: options.hideTitle ? null : options.title || ownTitle || username,
    avatarTemplate,
  });
}

export default function dAvatar(user, params) {
  return trustHTML(renderAvatar(user, params));
}
