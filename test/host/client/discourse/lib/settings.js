// Whether members go by their names or their user names.
import { helperContext } from "discourse/lib/helpers";

export function prioritizeNameInUx(name) {
  const { siteSettings } = helperContext();
  return Boolean(
    !siteSettings.prioritize_username_in_ux && name?.trim().length > 0
  );
}

export function prioritizeNameFallback(name, username) {
  return prioritizeNameInUx(name) ? name : username;
}
