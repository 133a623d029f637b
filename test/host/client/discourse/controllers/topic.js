import { cached, tracked } from "@glimmer/tracking";
import Controller from "@ember/controller";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import { popupAjaxError } from "discourse/lib/ajax-error";
import BufferedProxy from "discourse/lib/buffered-proxy";
import { buildQuote } from "discourse/lib/quote";
import QuoteState from "discourse/lib/quote-state";
import receiveTopicMessage from "discourse/lib/topic-messages";
import { applyBehaviorTransformer } from "discourse/lib/transformer";
import Composer from "discourse/models/composer";
import Draft from "discourse/models/draft";
import Topic from "discourse/models/topic";
import { i18n } from "discourse-i18n";

/** The topic page (core's controllers/topic.js). */
export default class TopicController extends Controller {
  @service appEvents;
  @service composer;
  @service currentUser;
  @service dialog;
  @service documentTitle; // for lib/topic-messages
  @service messageBus;
  @service router;

  @tracked editingTopic = false;
  @tracked enteredAt = null;
  @tracked highestPostNumber = null;
  @tracked model = null;
  @tracked userLastReadPostNumber = null;

  queryParams = ["filter", "username_filters"];
  quoteState = new QuoteState();

  get loadedAllPosts() {
    return this.model?.postStream.loadedAllPosts;
  }

  get hasError() {
    return this.model?.errorHtml || this.model?.errorMessage;
  }

  get noErrorYet() {
    return !this.hasError;
  }

  /** What stands above the posts is there only where the first of them is. */
  get shouldHideScrollableContentAbove() {
    const stream = this.model?.postStream;
    return Boolean(stream?.loaded && stream.firstPostNotLoaded);
  }

  @cached
  get buffered() {
    return BufferedProxy.create({ content: this.model });
  }

  // ---- replying and quoting

  /** The "Quote" button of the selection: three ways into the composer. */
  @action
  async selectText() {
    const { postStream } = this.model;
    const { postId } = this.quoteState;
    const { markdown, opts } = await this.quoteState.markdown();
    const post =
      postStream.findLoadedPost(postId) || (await postStream.loadPost(postId));
    const quote = buildQuote(post, markdown, opts);
    const { model } = this.composer;

    if (model?.viewOpen) {
      this.appEvents.trigger("composer:insert-block", quote);
    } else if (model?.viewDraft) {
      model.set("reply", `${model.reply}\n${quote}`);
      this.composer.openIfDraft();
    } else {
      await this.composer.open({
        action: Composer.REPLY,
        draftKey: post.topic.draft_key,
        draftSequence: post.topic.draft_sequence,
        ...(post.post_number === 1 ? { topic: post.topic } : { post }),
        ...(await this.#afterDraft(post.topic.draft_key, quote)),
      });
    }
  }

  @action
  async buildQuoteMarkdown() {
    const { postStream } = this.model;
    const { postId } = this.quoteState;
    const { markdown, opts } = await this.quoteState.markdown();
    const post =
      postStream.findLoadedPost(postId) || (await postStream.loadPost(postId));
    return buildQuote(post, markdown, opts);
  }

  /** Replies to `post`, or to the topic; a selection comes along as a quote. */
  @action
  async replyToPost(post) {
    const topic = post ? post.topic : this.model;
    this.appEvents.trigger("page:compose-reply", topic);
    if (!topic?.details?.can_create_post) {
      return;
    }

    const quote = await this.#takeQuote();
    const { model } = this.composer;
    const writingHere =
      model?.topic?.id === topic.id && model.action === Composer.REPLY;

    if (writingHere && post?.post_number !== 1) {
      model.set("post", post ?? null);
      model.set("composeState", Composer.OPEN);
      this.appEvents.trigger("composer:insert-block", quote.trim());
    } else {
      await this.composer.open(await this.#replyOptions(topic, post, quote));
    }
    return false;
  }

  @action
  async editPost(post) {
    if (!this.currentUser) {
      return this.dialog.alert(i18n("post.controls.edit_anonymous"));
    }
    if (!post.can_edit) {
      return false;
    }

    const topic = this.model;
    const { model } = this.composer;
    const editing = model?.editingPost && model.post?.id === post.id;
    if (editing && model.viewOpen) {
      return;
    }
    // Each post has a draft of its own, apart from that of a reply.
    const draftKey = `post_${post.id}`;
    const { draft, draft_sequence } = await Draft.get(draftKey);
    await this.composer.open({
      post,
      topic,
      action: Composer.EDIT,
      draftKey,
      draftSequence: draft_sequence ?? 0,
      ...(draft && { draft }),
    });
  }

  // ---- the title

  @action
  async editTopic(event) {
    event?.preventDefault();
    if (this.model.details.can_edit) {
      this.editingTopic = true;
    }
  }

  @action
  cancelEditingTopic() {
    this.editingTopic = false;
    this.buffered.discardBufferedChanges();
  }

  @action
  async finishedEditingTopic() {
    if (!this.editingTopic) {
      return;
    }
    await applyBehaviorTransformer(
      "topic-controller:finished-editing",
      async () => {
        try {
          await Topic.update(this.model, this.buffered.buffer, {
            fastEdit: true,
          });
          this.buffered.discardBufferedChanges();
          this.editingTopic = false;
        } catch (error) {
          popupAjaxError(error);
        }
      },
      { model: this.model, buffered: this.buffered }
    );
  }

  // ---- moving about

  // host-only: core's post stream tracks the viewport
  @action
  loadMoreAbove() {
    return this.model.postStream.prependMore();
  }

  // host-only: as above
  @action
  loadMoreBelow() {
    const { postStream } = this.model;
    return postStream.canAppendMore && postStream.appendMore();
  }

  /** screenTrack tells which posts have been read. */
  readPosts(topicId, postNumbers) {
    if (this.model?.id === topicId) {
      for (const post of this.model.postStream.posts) {
        if (!post.read && postNumbers.includes(post.post_number)) {
          post.set("read", true);
        }
      }
    }
  }

  // ---- participants

  // host-only: core's template sends these to the route
  @action
  showInvite() {
    getOwner(this).lookup("route:topic").showInvite();
  }

  // host-only: as above
  @action
  showHistory(post, revision) {
    getOwner(this).lookup("route:topic").showHistory(post, revision);
  }

  @action
  async removeAllowedUser(user) {
    const isLeaving = this.currentUser.id === user.id;
    if (
      isLeaving &&
      !(await this.dialog.yesNoConfirm({
        message: i18n("post.controls.remove_yourself_from_pm"),
      }))
    ) {
      return;
    }

    try {
      await this.model.details.removeAllowedUser(user);
      if (isLeaving) {
        this.router.transitionTo("userPrivateMessages", user);
      }
    } catch (error) {
      popupAjaxError(error);
    }
  }

  // ---- live updates

  subscribe() {
    this.unsubscribe();
    this.messageBus.subscribe(
      `/topic/${this.model.id}`,
      this.onMessage,
      this.model.message_bus_last_id
    );
  }

  unsubscribe() {
    this.messageBus.unsubscribe("/topic/*", this.onMessage);
  }

  @action
  onMessage(data) {
    return receiveTopicMessage(this, data);
  }

  /** A saved draft and the quote come as one text; a quote alone is a quote. */
  async #afterDraft(draftKey, quote) {
    const { draft, draft_sequence } = await Draft.get(draftKey);
    return draft
      ? {
          reply: `${JSON.parse(draft).reply}\n${quote}`,
          draftSequence: draft_sequence,
        }
      : { quote };
  }

  async #takeQuote() {
    const { postId } = this.quoteState;
    const post = postId && this.model.postStream.findLoadedPost(postId);
    if (!post) {
      return "";
    }
    const { markdown, opts } = await this.quoteState.markdown();
    this.quoteState.clear();
    return buildQuote(post, markdown, opts);
  }

  async #replyOptions(topic, post, quote) {
    const options = {
      action: Composer.REPLY,
      draftKey: topic.draft_key,
      draftSequence: topic.draft_sequence,
      ...(post && post.post_number !== 1 ? { post } : { topic }),
    };
    if (quote) {
      return { ...options, quote };
    }

    const { draft, draft_sequence } = await Draft.get(options.draftKey);
    if (draft) {
      options.reply = JSON.parse(draft).reply;
      options.draftSequence = draft_sequence;
    }
    return options;
  }
}
