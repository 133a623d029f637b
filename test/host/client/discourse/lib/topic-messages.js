// host-only: a part of core's controllers/topic

/** What each message on `/topic/:id` does to the stream. */
const HANDLERS = {
  acted: ({ postStream }, { id, updated_at }) =>
    postStream.triggerChangedPost(id, updated_at, { preserveCooked: true }),
  revised: ({ postStream }, { id, updated_at }) =>
    postStream.triggerChangedPost(id, updated_at),
  rebaked: ({ postStream }, { id, updated_at }) =>
    postStream.triggerChangedPost(id, updated_at),
  deleted: ({ postStream }, { id }) => postStream.triggerDeletedPost(id),
  destroyed: ({ postStream }, { id }) => postStream.triggerDestroyedPost(id),
  recovered: ({ postStream }, { id }) => postStream.triggerRecoveredPost(id),
  read: ({ postStream }, { id, readers_count }) =>
    postStream.triggerReadPost(id, readers_count),
  created: ({ postStream, controller }, { id, user_id }) => {
    if (controller.currentUser?.id !== user_id) {
      controller.documentTitle.incrementBackgroundContextCount();
    }
    return postStream.triggerNewPostsInStream([id], { background: true });
  },
  move_to_inbox: ({ topic }) => topic.set("message_archived", false),
  archived: ({ topic }) => topic.set("message_archived", true),
  stats: ({ topic }, data) => {
    for (const name of ["last_posted_at", "like_count", "posts_count"]) {
      if (data[name] !== undefined) {
        topic.set(name, data[name]);
      }
    }
  },
  remove_allowed_user: ({ controller }) =>
    controller.router.transitionTo(
      "userPrivateMessages",
      controller.currentUser
    ),
};

/** One message from MessageBus to the topic that the page shows. */
export default async function receiveTopicMessage(controller, data) {
  const topic = controller.model;
  if (!topic) {
    return;
  }
  const { postStream } = topic;

  if (data.notification_level_change != null) {
    topic.details.set("notification_level", data.notification_level_change);
    return;
  }

  if (data.reload_topic) {
    await topic.reload();
    controller.appEvents.trigger("header:update-topic", topic);
    if (data.refresh_stream) {
      await postStream.refresh();
    }
    return;
  }

  await HANDLERS[data.type]?.({ controller, topic, postStream }, data);
}
