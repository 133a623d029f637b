import { trustHTML } from "@ember/template";
import escape from "discourse/lib/escape";
import { postUrl } from "discourse/lib/utilities";
import {
  EDIT_TOPIC_KEY,
  NEW_PRIVATE_MESSAGE_KEY,
  NEW_TOPIC_KEY,
} from "discourse/models/composer";
import RestModel from "discourse/models/rest";
import { i18n } from "discourse-i18n";

const TYPES = {
  [NEW_PRIVATE_MESSAGE_KEY]: "new_private_message",
  [NEW_TOPIC_KEY]: "new_topic",
  [EDIT_TOPIC_KEY]: "edit_topic",
};

/** A draft in the list of drafts. */
export default class UserDraft extends RestModel {
  get titleHtml() {
    return trustHTML(escape(this.title ?? ""));
  }

  get postUrl() {
    return this.topic_id
      ? postUrl(this.slug, this.topic_id, this.post_number)
      : undefined;
  }

  get draftType() {
    const key = Object.keys(TYPES).find((prefix) =>
      this.draft_key.startsWith(prefix)
    );
    return key ? i18n(`drafts.${TYPES[key]}`) : false;
  }
}
