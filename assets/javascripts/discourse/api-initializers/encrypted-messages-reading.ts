import { apiInitializer } from "discourse/lib/api";
import EmbeddedPost from "../components/encrypted-messages/topic/embedded-post";
import EndedTopic from "../components/encrypted-messages/topic/ended-topic";
import NoAccess from "../components/encrypted-messages/topic/no-access";
import PeopleLines from "../components/encrypted-messages/topic/people-lines";
import EncryptedPost from "../components/encrypted-messages/topic/post";
import PostLock from "../components/encrypted-messages/topic/post-lock";
import SelectionToolbar from "../components/encrypted-messages/topic/selection-toolbar";
import SmallAction from "../components/encrypted-messages/topic/small-action";
import TopicLock from "../components/encrypted-messages/topic/topic-lock";
import TopicPage from "../components/encrypted-messages/topic/topic-page";
import TopicTitleEditor from "../components/encrypted-messages/topic/topic-title-editor";
import {
  fillPlace,
  placeForText,
  unfoldWhatIsNamed,
} from "../core-seams/cooked-post";
import { isDoneToSomebody } from "../core-seams/small-action";
import { guardSelection } from "../core-seams/text-selection";
import type EncryptedMessagesEncryptionChoiceService from "../services/encrypted-messages-encryption-choice";
import type EncryptedMessagesKnownTopicsService from "../services/encrypted-messages-known-topics";
import type EncryptedMessagesNamesService from "../services/encrypted-messages-names";
import type EncryptedMessagesTitlesService from "../services/encrypted-messages-titles";
import type { Notice, Post, PostInfos, Topic } from "../types/core";

/** Core's topics and posts → the services that decrypt them. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const titles = (): EncryptedMessagesTitlesService =>
    api.container.lookup("service:encrypted-messages-titles");
  const knownTopics = (): EncryptedMessagesKnownTopicsService =>
    api.container.lookup("service:encrypted-messages-known-topics");

  const names = (): EncryptedMessagesNamesService =>
    api.container.lookup("service:encrypted-messages-names");

  api.addTrackedPostProperties("encrypted_raw");
  api.addTrackedTopicProperties("is_encrypted", "encrypted_conversation");
  api.registerModelTransformer("topic", (topics: Topic[]) =>
    titles().fillAll(topics)
  );
  for (const model of ["notification", "bookmark"]) {
    api.registerModelTransformer(model, (notices: Notice[]) =>
      titles().fillNotices(notices)
    );
  }

  api.renderInOutlet("post-content-cooked-html", EncryptedPost);
  const isEncrypted = (post: Post): boolean =>
    knownTopics().isEncryptedPost(post);
  api.modifyClass("component:post/cooked-html", placeForText(isEncrypted));
  api.modifyClass(
    "component:post/quoted-content",
    unfoldWhatIsNamed(isEncrypted, (post) => names().namesOfAuthor(post))
  );
  api.decorateCookedElement(fillPlace(EmbeddedPost));
  api.registerValueTransformer(
    "post-meta-data-infos",
    ({ value: infos, context: { metaDataInfoKeys } }: PostInfos) => {
      infos.add("encrypted-messages-lock", PostLock, {
        before: metaDataInfoKeys.DATE,
      });
    }
  );
  api.registerValueTransformer(
    "post-small-action-custom-component",
    ({
      value,
      context: { post },
    }: {
      value: unknown;
      context: { post: Post };
    }) => (post.topic?.is_encrypted ? SmallAction : value)
  );
  api.registerValueTransformer(
    "post-small-action-class",
    ({
      value,
      context: { post },
    }: {
      value: string[];
      context: { post: Post };
    }) =>
      post.topic?.is_encrypted && isDoneToSomebody(post)
        ? [...value, "encrypted-messages-unsigned-doer"]
        : value
  );
  api.renderBeforeWrapperOutlet("post-article", PeopleLines);
  api.renderInOutlet("post-stream-bottom", PeopleLines);
  api.renderInOutlet("after-topic-status", TopicLock);
  api.renderInOutlet("topic-above-posts", TopicPage);
  api.renderInOutlet("topic-above-footer-buttons", EndedTopic);
  api.renderInOutlet("topic-map-expanded-after", NoAccess);
  api.renderInOutlet("edit-topic-title", TopicTitleEditor);

  // Once a page is there: an early look-up would hide core's classes from others.
  api.onPageChange(() => {
    const choice: EncryptedMessagesEncryptionChoiceService =
      api.container.lookup("service:encrypted-messages-encryption-choice");

    guardSelection(
      api.container.lookup("service:menu"),
      ({ topic, quoteState }) =>
        choice.isEncryptedTopic(topic) ||
        Boolean(
          topic?.postStream?.findLoadedPost(quoteState.postId)?.encrypted_raw
        ),
      (post) => names().authorOf(post),
      SelectionToolbar
    );
  });
});
