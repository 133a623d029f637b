import { action } from "@ember/object";
import { setOwner } from "@ember/owner";
import { service } from "@ember/service";
import { TOAST } from "discourse/float-kit/lib/constants";

export default class DToastInstance {
  @service site;
  @service toasts;

  id = crypto.randomUUID();

  constructor(owner, options = {}) {
    setOwner(this, owner);
    this.options = { ...TOAST.options, ...options };
  }

  get isValidForView() {
    return this.options.views.includes(
      this.site.mobileView ? "mobile" : "desktop"
    );
  }

  @action
  close() {
    this.toasts.close(this);
  }
}
