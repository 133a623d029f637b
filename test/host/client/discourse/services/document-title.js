import Service, { service } from "@ember/service";

/** The tab's title: the page's, with the number of new notifications before it. */
export default class DocumentTitle extends Service {
  @service appEvents;
  @service currentUser;
  @service session;
  @service siteSettings;

  contextCount = 0;
  notificationCount = 0;
  #title = null;

  getTitle() {
    return this.#title;
  }

  setTitle(title) {
    this.#title = title;
    this._renderTitle();
  }

  updateContextCount(count) {
    this.contextCount = count;
    this._renderTitle();
  }

  incrementBackgroundContextCount() {
    if (!this.session.hasFocus) {
      this.updateContextCount(this.contextCount + 1);
    }
  }

  _displayCount() {
    return this.currentUser?.title_count_mode === "contextual"
      ? this.contextCount
      : this.notificationCount;
  }

  _renderTitle() {
    const title = this.#title || this.siteSettings.title;
    const count = this._displayCount();
    document.title = count > 0 ? `(${count}) ${title}` : title;
  }
}
