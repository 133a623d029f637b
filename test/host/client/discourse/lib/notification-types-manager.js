import NotificationTypeBase from "discourse/lib/notification-types/base";

/** What is shown of a notification; the host knows one kind. */
export function getRenderDirector(
  _type,
  notification,
  currentUser,
  siteSettings,
  site
) {
  return new NotificationTypeBase({
    notification,
    currentUser,
    siteSettings,
    site,
  });
}
