// host-only: a part of core's models/composer
import { avatarImg } from "discourse/lib/avatar-utils";
import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";

/**
 * What the composer's head says it is working on: the topic, the post, the
 * author, each `{ href, anchor }` with `anchor` as HTML.
 */
export default function replyOptions({ action, post, topic }) {
  const options = {
    userAvatar: null,
    userLink: null,
    topicLink: null,
    postLink: null,
  };

  if (topic) {
    options.topicLink = {
      href: topic.url,
      anchor: topic.fancyTitle || escapeExpression(topic.title),
    };
  }
  if (post) {
    options.userAvatar = avatarImg({
      avatarTemplate: post.avatar_template,
      size: "tiny",
    });
    options.label = i18n(`post.${action}`);
  }
  if (topic && post) {
    const href = `${topic.url}/${post.post_number}`;
    options.postLink = {
      href,
      anchor: i18n("post.post_number", { number: post.post_number }),
    };
    options.userLink = { href, anchor: escapeExpression(post.username) };
  }

  return options;
}
