import NotificationTypeBase from "discourse/lib/notification-types/base";
import GroupMessageSummary from "discourse/lib/notification-types/group-message-summary";

const CORE_CLASSES = { group_message_summary: GroupMessageSummary };

let customClasses = {};

export function resetNotificationTypeRenderers() {
  customClasses = {};
}

export function getRenderDirector(
  type,
  notification,
  currentUser,
  siteSettings,
  site
) {
  const Type =
    customClasses[type] ?? CORE_CLASSES[type] ?? NotificationTypeBase;
  return new Type({ notification, currentUser, siteSettings, site });
}
