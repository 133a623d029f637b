import { wantsNewWindow } from "discourse/lib/intercept-click";
import DiscourseURL from "discourse/lib/url";

/** A row of the user menu. Subclasses say where it leads and what it shows. */
export default class UserMenuBaseItem {
  constructor({ siteSettings, site }) {
    this.siteSettings = siteSettings;
    this.site = site;
  }

  get linkHref() {
    throw new Error("not implemented");
  }

  onClick({ event, closeUserMenu }) {
    if (wantsNewWindow(event)) {
      return;
    }
    event.preventDefault();
    closeUserMenu?.();
    if (this.linkHref) {
      DiscourseURL.routeTo(this.linkHref);
    }
  }
}
