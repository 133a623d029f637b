import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import type Composition from "../compose/composition";
import type { CompositionStatus } from "../compose/composition";
import { isObstacle } from "../compose/obstacles";
import { compositionOf, setRefusal } from "../compose/registry";
import { placeOfReply, restoreDraft } from "../compose/restore";
import { statusAfter } from "../compose/status-after";
import { type Identity, isEncryptedRaw, type Keystore } from "../lib/index";
import { numberOf } from "../reading/topic-number";
import type { ComposerModel, Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDraftingService from "./encrypted-messages-drafting";
import type EncryptedMessagesEditsService from "./encrypted-messages-edits";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/**
 * Makes text of what was saved encrypted, a draft or the post to be edited, once the keys are here; and covers what is
 * being written when they go.
 */
export default class EncryptedMessagesRestoringService extends Service {
  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesDrafting: EncryptedMessagesDraftingService;

  @service declare encryptedMessagesEdits: EncryptedMessagesEditsService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;

  @service declare encryptedMessagesTitles: EncryptedMessagesTitlesService;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => this.#cover())
    );
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onUnlock(() => this.#uncover())
    );
  }

  #uncover(): void {
    const { model } = this.encryptedMessagesDrafting;
    const status = compositionOf(model)?.status;
    if (model && (status === "locked" || status === "hindered")) {
      void this.load(model);
    }
  }

  /** The keys are gone: what is being written waits in memory, out of sight and encrypted. */
  #cover(): void {
    const { model } = this.encryptedMessagesDrafting;
    const composition = model && compositionOf(model);
    if (composition) {
      this.encryptedMessagesDrafting.cancelDraft();
      composition.status = "locked";
      composition.cover();
    }
  }

  /** Decrypts what was saved; called again once the keys are unlocked. */
  async load(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition) {
      return;
    }
    if (composition.place) {
      // ticked by default while the keys were locked, or covered when they went
      if (
        composition.status === "locked" &&
        this.encryptedMessagesIdentity.isUnlocked
      ) {
        await waitForPromise(composition.uncover());
        if (this.encryptedMessagesIdentity.isUnlocked) {
          composition.status = "ready";
        } else {
          composition.cover();
        }
      }
      return;
    }

    composition.status = "loading";
    await this.encryptedMessagesIdentity.load();
    const { identity, isLocked } = this.encryptedMessagesIdentity;

    if (!identity) {
      composition.status = isLocked ? "locked" : "hindered";
      return;
    }
    let status: CompositionStatus;
    try {
      status = await this.#fill(model, composition, identity);
      if (identity !== this.encryptedMessagesIdentity.identity) {
        // gone or replaced while it was being decrypted
        composition.place = null;
        composition.status = "locked";
        return this.encryptedMessagesIdentity.isUnlocked
          ? this.load(model)
          : undefined;
      }
    } catch (error) {
      composition.place = null;
      status = statusAfter(error);
    }
    composition.status = status;
    if (status !== "ready") {
      return;
    }

    const blocks = composition.waitingBlocks.splice(0);
    blocks.forEach((block) =>
      this.encryptedMessagesDrafting.insertBlock(model, block)
    );
  }

  /** Who takes part has changed while something is written there: the member may be able to write now, or no longer. */
  async conversationChanged(model: ComposerModel): Promise<void> {
    const { topic } = model;
    if (compositionOf(model) && topic && !model.creatingPrivateMessage) {
      const why = await this.encryptedMessagesKeyring.whyNotWriting(topic);
      setRefusal(model, why && { kind: why });
    }
  }

  /** Once more, after something was in the way. */
  async tryAgain(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (
      composition &&
      model.editingPost &&
      isObstacle({ kind: composition.status })
    ) {
      composition.status = "loading";
      try {
        await waitForPromise(this.encryptedMessagesEdits.refetch(model));
      } catch {
        composition.status = "unreachable";
        return;
      }
    }
    await this.load(model);
  }

  /** @returns whether it can be typed in now, or else what is in the way */
  async #fill(
    model: ComposerModel,
    composition: Composition,
    identity: Identity
  ): Promise<CompositionStatus> {
    const saved = isEncryptedRaw(model.reply) ? model.reply : null;
    const { keystore } = this.encryptedMessagesIdentity;
    const reader = { author: identity, keystore };

    if (model.creatingPrivateMessage) {
      if (!saved) {
        throw new Error("there is nothing to restore");
      }
      await restoreDraft(composition, saved, reader, null);
      composition.draft = saved;
      return "ready";
    }

    const { topic } = model;
    if (topic && this.encryptedMessagesTitles.isDenied(topic)) {
      return "misplaced";
    }
    if (!topic?.encrypted_conversation) {
      // the site passes it on to those who were given a key
      return "no-key";
    }
    // its id goes into the drafts, before anything is sealed for others
    await this.encryptedMessagesIdentity.keystore?.expectTopic(
      numberOf(topic),
      topic.encrypted_conversation.id
    );
    // said before anything is typed, and asked again when it is sent
    const why = await this.encryptedMessagesKeyring.whyNotWriting(topic);
    setRefusal(model, why && { kind: why });

    if (model.editingPost) {
      await this.#fillEdit(model, composition, topic, reader);
      return "ready";
    }
    // what was saved is shown all the same, beside the reason
    if (why && !saved) {
      return why;
    }

    const place = placeOfReply(
      topic.encrypted_conversation.id,
      this.encryptedMessagesConversations.latestRead(topic)
    );
    if (saved) {
      await restoreDraft(composition, saved, reader, place);
      composition.draft = saved;
    } else {
      composition.place = place;
    }
    return "ready";
  }

  async #fillEdit(
    model: ComposerModel,
    composition: Composition,
    topic: Topic,
    reader: { author: Identity; keystore: Keystore | null }
  ): Promise<void> {
    const { post, reply } = model;
    if (!post) {
      throw new Error("there is nothing to edit");
    }
    const stored = await this.encryptedMessagesEdits.stored(model, post, topic);
    const { message, title } = stored;
    const place = await this.encryptedMessagesEdits.placeOf(stored);

    if (isEncryptedRaw(reply) && reply !== post.raw) {
      await restoreDraft(composition, reply, reader, place);
      composition.draft = reply;
    } else {
      composition.place = place;
      composition.body = message.text;
      composition.title = title?.text ?? "";
    }
  }
}
