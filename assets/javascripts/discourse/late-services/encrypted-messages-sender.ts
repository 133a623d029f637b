import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";
import type Composition from "../compose/composition";
import { bodyProblem, type Problem, titleProblem } from "../compose/problems";
import { holdsBack } from "../compose/recipients";
import { compositionOf, refusalOf, setRefusal } from "../compose/registry";
import {
  EditedElsewhere,
  GoneKeys,
  OlderRevision,
  OtherOwnKeys,
  StoredOtherwise,
} from "../compose/status-after";
import { watchSaving } from "../core-seams/lost-requests";
import { ProtocolError } from "../lib/index";
import {
  isRequestError,
  isRosterConflict,
  refusalText,
} from "../request-status";
import { FIRST_FIELD, rescueFocus } from "../rescue-focus";
import type {
  ComposerModel,
  ComposerService,
  DialogService,
  Site,
  SiteSettings,
} from "../types/core";
import type EncryptedMessagesChangedKeysService from "./encrypted-messages-changed-keys";
import type EncryptedMessagesDraftingService from "./encrypted-messages-drafting";
import type EncryptedMessagesEncryptionChoiceService from "./encrypted-messages-encryption-choice";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesParticipationService from "./encrypted-messages-participation";
import type EncryptedMessagesSealingService from "./encrypted-messages-sealing";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/** How often who takes part may change under a message before its author is told. */
const MOST_IN_A_ROW = 3;

/** What the site has refused because the page was behind: it did not know who takes part, or that a post had arrived. */
interface Behind {
  composition: Composition;
  /** in a row */
  times: number;
  /** whether that was its last answer */
  isLast: boolean;
}

/** Sending: whether a message may go, and what happens when it did or did not arrive. */
export default class EncryptedMessagesSenderService extends Service {
  @service declare composer: ComposerService;
  @service declare dialog: DialogService;
  @service declare messageBus: { resume(): void };
  @service declare site: Site;
  @service declare siteSettings: SiteSettings;

  @service
  declare encryptedMessagesChangedKeys: EncryptedMessagesChangedKeysService;

  @service
  declare encryptedMessagesEncryptionChoice: EncryptedMessagesEncryptionChoiceService;

  @service declare encryptedMessagesDrafting: EncryptedMessagesDraftingService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesParticipation: EncryptedMessagesParticipationService;

  @service declare encryptedMessagesSealing: EncryptedMessagesSealingService;

  @service declare encryptedMessagesTitles: EncryptedMessagesTitlesService;

  #behind: Behind | null = null;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      watchSaving({
        lost: () => this.sendLost(),
        behind: () => this.sendBehind(),
        stored: (postId) => this.sendStored(postId),
      })
    );
  }

  /** What keeps the message from being sent, by field. */
  problems(
    model: ComposerModel,
    composition: Composition
  ): { title: Problem | null; body: Problem | null } {
    return {
      title: model.canEditTitle
        ? titleProblem(composition.title, this.siteSettings)
        : null,
      body: bodyProblem(
        composition.body,
        model.minimumPostLength,
        this.siteSettings
      ),
    };
  }

  /**
   * Answers core's question before it saves. Core would judge its own fields,
   * which lag behind the member's typing.
   *
   * @param verdict core's own answer
   */
  cannotSubmit(model: ComposerModel | null, verdict: boolean): boolean {
    const composition = compositionOf(model);
    if (!model || !composition) {
      return (
        verdict || !this.encryptedMessagesEncryptionChoice.maySendPlain(model)
      );
    }

    const { title, body } = this.problems(model, composition);
    const nobody =
      model.creatingPrivateMessage && model.targetRecipientsArray.length === 0;

    return Boolean(
      title ||
      body ||
      nobody ||
      holdsBack(refusalOf(model)) ||
      this.#areKeysChanged(model) ||
      !composition.isReady ||
      model.loading
    );
  }

  /** Members who take part have other keys than before, which is said beside the text. */
  #areKeysChanged({ topic, creatingPrivateMessage }: ComposerModel): boolean {
    return Boolean(
      topic &&
      !creatingPrivateMessage &&
      this.encryptedMessagesChangedKeys.in(topic)
    );
  }

  /** The member tried to send, but to nobody. The panel names other problems. */
  refuseNobody(model: ComposerModel | null): void {
    const composition = compositionOf(model);
    if (
      model &&
      composition &&
      model.creatingPrivateMessage &&
      model.targetRecipientsArray.length === 0
    ) {
      setRefusal(model, { kind: "nobody" });
    }
  }

  /**
   * Makes the message ready to send; core's `beforeSave`.
   *
   * @throws nothing but undefined: the member has been told, and core only has to
   *   stop. A value would make core show it when the composer opens next.
   */
  async prepareToSend(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);

    if (
      !composition &&
      this.encryptedMessagesEncryptionChoice.isTicking(model)
    ) {
      return this.#stop(i18n("encrypted_messages.forced.checking"));
    }
    if (!composition) {
      return this.encryptedMessagesEncryptionChoice.maySendPlain(model)
        ? undefined
        : this.#stop(i18n("encrypted_messages.composer.plaintext_blocked"));
    }

    if (this.site.encrypted_messages_sending_off) {
      return this.#stop(i18n("encrypted_messages.composer.sending_off"));
    }

    this.encryptedMessagesDrafting.cancelDraft();
    composition.isSending = true;
    // Core takes a second press for another message: it does not know yet that it is saving.
    this.composer.set("disableSubmit", true);
    try {
      const raw = await waitForPromise(
        this.encryptedMessagesSealing.seal(model, composition)
      );
      if (raw && compositionOf(model) === composition) {
        this.encryptedMessagesDrafting.show(model, raw);
        if (!model.cantSubmitPost) {
          return;
        }
        // core asks once more, and would stop without a word
        this.#tell(i18n("encrypted_messages.composer.held_back"));
      }
    } catch (error) {
      composition.isSending = false;
      this.#behind = null;
      return this.#stop(reasonOf(error));
    } finally {
      this.composer.set("disableSubmit", false);
    }
    // refused; said next to the box, or just now
    composition.isSending = false;
    this.#behind = null;
    return Promise.reject();
  }

  #stop(message: string): Promise<never> {
    this.#tell(message);
    return Promise.reject();
  }

  /** Core gives the focus to nothing after a dialog's button. */
  #tell(message: string): void {
    const goBack = () => rescueFocus(FIRST_FIELD);
    this.dialog.alert({
      // which core takes for HTML: some of it is the site's
      message: escapeExpression(message),
      didConfirm: goBack,
      didCancel: goBack,
    });
  }

  /**
   * The site refused the message or could not be reached.
   *
   * @param reason core's text for the error, or what was thrown
   * @returns whether the member is told here
   */
  sendFailed(reason: unknown): boolean {
    const composition = compositionOf(this.composer.model);
    if (!composition) {
      return false;
    }
    // where core hears of it first: `sendBehind` comes before the page does anything else
    next(() => {
      if (compositionOf(this.composer.model) === composition) {
        this.#whySendFailed(reason);
      }
    });
    return true;
  }

  #whySendFailed(reason: unknown): void {
    const { model } = this.composer;
    const behind = this.#behindNow();
    if (behind) {
      // which core takes from the status alone: nobody has edited the message elsewhere
      model?.set("editConflict", false);
      if (behind.times < MOST_IN_A_ROW) {
        this.#sendAgain(behind);
      } else {
        this.#failed(
          i18n(
            behind.composition.storedIn === null
              ? "encrypted_messages.composer.participants_changing"
              : "encrypted_messages.composer.failed"
          )
        );
      }
      return;
    }
    if (model?.editConflict) {
      this.#failed(i18n("encrypted_messages.composer.edited_elsewhere"));
      return;
    }
    const text = reason instanceof Error ? reason.message : String(reason);
    this.#failed(
      `${text} ${i18n("encrypted_messages.composer.send_failed")}`,
      // Core does not say which refusal it was. Perhaps the keys are not the member's any more.
      this.encryptedMessagesIdentity.lookAgain()
    );
  }

  /**
   * Others have changed meanwhile who takes part: what was sealed for those before is not taken. Core tells no more than
   * the text of the refusal, to `sendFailed`.
   */
  sendBehind(): void {
    const { model } = this.composer;
    const composition = compositionOf(model);
    if (!composition?.isSending) {
      return;
    }
    if (model?.topic) {
      this.encryptedMessagesParticipation.noteBehind(model.topic);
    }
    this.#noteBehind(composition);
  }

  /** The site has the message already: it was sealed anew since nobody heard so. */
  sendStored(postId: number): void {
    const { model } = this.composer;
    const composition = compositionOf(model);
    // an edit's message is stored, of course; as another message it would be a second one
    if (composition?.isSending && composition.place && !model?.editingPost) {
      const { messageId } = composition.place;
      composition.storedIn ??= { postId, messageId };
      this.#noteBehind(composition);
    }
  }

  #noteBehind(composition: Composition): void {
    const times =
      this.#behind?.composition === composition ? this.#behind.times : 0;
    this.#behind = { composition, times: times + 1, isLast: true };
  }

  /** What the site has refused just now, since others have changed who takes part; null where it was for another reason. */
  #behindNow(): Behind | null {
    const behind = this.#behind;
    const isNow =
      behind?.isLast &&
      behind.composition === compositionOf(this.composer.model);
    if (!isNow || behind.times >= MOST_IN_A_ROW) {
      this.#behind = null;
    }
    return isNow ? behind : null;
  }

  /** Seals and sends anew for those who take part now, without a word: the member has asked for just that. */
  #sendAgain(behind: Behind): void {
    behind.isLast = false;
    behind.composition.isSending = false;
    void this.composer.save(true);
  }

  /** The connection was lost while core was saving; core does not notice. */
  sendLost(): void {
    const { model } = this.composer;
    if (!model || !compositionOf(model)?.isSending) {
      return;
    }

    model.setProperties({ composeState: "open", disableDrafts: false });
    if (model.post) {
      // Core waits for the lost edit, and until then refuses every other without a word.
      model.post.isSaving = false;
    }
    this.messageBus.resume();
    this.#failed(i18n("encrypted_messages.composer.no_answer"));
  }

  /** @param looked once it is known whose keys these are: no draft is encrypted by replaced ones, which nobody could open */
  #failed(message: string, looked: Promise<void> = Promise.resolve()): void {
    const { model } = this.composer;
    const composition = compositionOf(model);
    if (!model || !composition) {
      return;
    }

    composition.isSending = false;
    void waitForPromise(
      looked.then(() => this.encryptedMessagesDrafting.flushDraft(model))
    );
    // after the fields are there again, whose text would take the focus from it
    next(() => this.#tell(message));
    // Core does not say which refusal it was. Where somebody has other keys by now, the member is asked.
    void this.encryptedMessagesEncryptionChoice.recipientsChanged(model);
  }

  /** An edit was stored: core has put the site's placeholder on the topic. */
  editSaved(model: ComposerModel | null): void {
    const composition = compositionOf(model);
    const topic = model?.topic;

    if (composition && topic?.encrypted_conversation) {
      const title = composition.sealed?.title;
      if (title) {
        topic.set("encrypted_conversation", {
          ...topic.encrypted_conversation,
          title,
          title_digest: undefined,
        });
      }
      void this.encryptedMessagesTitles.fill(topic, { again: true });
    }
  }
}

/** What the member is told when a message could not be made ready. */
function reasonOf(error: unknown): string {
  switch (true) {
    case error instanceof EditedElsewhere:
      return i18n("encrypted_messages.composer.edited_elsewhere");
    case error instanceof OtherOwnKeys:
      return i18n("encrypted_messages.own_keys.alarm");
    case error instanceof GoneKeys:
      return i18n("encrypted_messages.composer.gone_keys");
    case error instanceof StoredOtherwise:
      return i18n("encrypted_messages.composer.stored_otherwise");
    case error instanceof OlderRevision:
      return i18n("encrypted_messages.composer.outdated");
    case error instanceof ProtocolError && error.reason === "too-long-here":
      return i18n("encrypted_messages.composer.too_long_here");
    case isRosterConflict(error):
      return i18n("encrypted_messages.composer.participants_changing");
    case isRequestError(error):
      return `${refusalText(error) ?? i18n("encrypted_messages.composer.not_reached")} ${i18n("encrypted_messages.composer.send_failed")}`;
    default:
      return i18n("encrypted_messages.composer.failed");
  }
}
