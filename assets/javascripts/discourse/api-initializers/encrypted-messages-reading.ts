import { apiInitializer } from "discourse/lib/api";
import { late as shownLate } from "../components/encrypted-messages/late";
import PostLock from "../components/encrypted-messages/topic/post-lock";
import TopicLock from "../components/encrypted-messages/topic/topic-lock";
import TopicTitleEditor from "../components/encrypted-messages/topic/topic-title-editor";
import {
  fillPlace,
  placeForText,
  unfoldWhatIsNamed,
} from "../core-seams/cooked-post";
import { isDoneToSomebody } from "../core-seams/small-action";
import { atMost, PATIENCE } from "../late/patience";
import type EncryptedMessagesNamesService from "../late-services/encrypted-messages-names";
import type EncryptedMessagesTitlesService from "../late-services/encrypted-messages-titles";
import { isOfTopic, topicOfNotice } from "../reading/notice-topic";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { Notice, Post, PostInfos, Topic } from "../types/core";

/** Core's topics and posts → the services that decrypt them. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );
  const titles = () => late.part<EncryptedMessagesTitlesService>("titles")!;
  const names = () => late.part<EncryptedMessagesNamesService>("names")!;

  // Titles that come later are put on the page then; where nothing can be fetched, with the next try that succeeds.
  const fill = async (
    topics: Topic[],
    fillAll: () => Promise<void>
  ): Promise<void> => {
    if (late.everything) {
      return fillAll();
    }
    const filling = late.meet(topics).then(
      (isHere) => (isHere ? fillAll() : undefined),
      () => late.whenHere(() => void fillAll())
    );
    await atMost(filling, PATIENCE);
  };

  api.addTrackedPostProperties("encrypted_raw");
  api.addTrackedTopicProperties("is_encrypted", "encrypted_conversation");
  api.registerModelTransformer("topic", (topics: Topic[]) =>
    fill(topics, () => titles().fillAll(topics))
  );
  for (const model of ["notification", "bookmark"]) {
    api.registerModelTransformer(model, (notices: Notice[]) =>
      fill(notices.filter(isOfTopic).map(topicOfNotice), () =>
        titles().fillNotices(notices)
      )
    );
  }

  const isEncrypted = (post: Post): boolean => late.isEncryptedPost(post);
  api.renderInOutlet(
    "post-content-cooked-html",
    shownLate<{ outletArgs: { post: Post } }>("EncryptedPost", {
      isOurs: (_late, { outletArgs }) => isEncrypted(outletArgs.post),
      tells: true,
    })
  );
  api.modifyClass("component:post/cooked-html", placeForText(isEncrypted));
  api.modifyClass(
    "component:post/quoted-content",
    unfoldWhatIsNamed(isEncrypted, async (post, name) => {
      await late.load();
      return names().isBy(post, name);
    })
  );
  api.decorateCookedElement(
    fillPlace(
      shownLate<{ data: Post }>("EmbeddedPost", {
        isOurs: (_late, { data }) => isEncrypted(data),
        tells: true,
      })
    )
  );
  api.registerValueTransformer(
    "post-meta-data-infos",
    ({ value: infos, context: { metaDataInfoKeys } }: PostInfos) => {
      infos.add("encrypted-messages-lock", PostLock, {
        before: metaDataInfoKeys.DATE,
      });
    }
  );
  const SmallAction = shownLate("SmallAction", { isOurs: () => true });
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
  const PeopleLines = shownLate("PeopleLines");
  api.renderBeforeWrapperOutlet("post-article", PeopleLines);
  api.renderInOutlet("post-stream-bottom", PeopleLines);
  api.renderInOutlet("after-topic-status", TopicLock);
  api.renderInOutlet(
    "topic-above-posts",
    shownLate<{ outletArgs: { model?: Topic } }>("TopicPage", {
      isOurs: (_late, { outletArgs: { model } }) => late.isEncrypted(model),
    })
  );
  api.renderInOutlet("topic-above-footer-buttons", shownLate("EndedTopic"));
  api.renderInOutlet("topic-map-expanded-after", shownLate("NoAccess"));
  api.renderInOutlet("edit-topic-title", TopicTitleEditor);

  // Once a page is there: an early look-up would hide core's classes from others.
  api.onPageChange(() => {
    const page = api.container.lookup("controller:topic") as {
      model?: Topic | null;
    };
    if (page.model) {
      late.meet([page.model]).catch(() => {});
    }
    late.whenHere(() =>
      late.everything!.guardSelection(
        api.container.lookup("service:menu"),
        ({ topic, quoteState }) =>
          late.isEncrypted(topic) ||
          Boolean(
            topic?.postStream?.findLoadedPost(quoteState.postId)?.encrypted_raw
          ),
        (post) => names().authorOf(post),
        late.everything!.SelectionToolbar
      )
    );
  });
});
