import ObjectProxy from "@ember/object/proxy";

/**
 * Shows `content`, and keeps what is written to it apart until it is applied:
 * the topic's title while it is being edited.
 */
export default class BufferedProxy extends ObjectProxy {
  // host-only: core's declarations leave it out, its topic controller reads it
  buffer = {};

  unknownProperty(key) {
    return key in this.buffer ? this.buffer[key] : super.unknownProperty(key);
  }

  setUnknownProperty(key, value) {
    if (this.content?.get?.(key) === value) {
      delete this.buffer[key];
    } else {
      this.buffer[key] = value;
    }
    this.notifyPropertyChange(key);
    return value;
  }

  discardBufferedChanges() {
    const keys = Object.keys(this.buffer);
    this.buffer = {};
    keys.forEach((key) => this.notifyPropertyChange(key));
  }
}
