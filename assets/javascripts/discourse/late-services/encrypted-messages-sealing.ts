import Service, { service } from "@ember/service";
import type Composition from "../compose/composition";
import type { Refusal } from "../compose/composition";
import { setRefusal } from "../compose/registry";
import {
  beginAnew,
  recipientsKey,
  reusableSeal,
  sealComposition,
} from "../compose/seal";
import {
  ChangedKeys,
  FullContacts,
  GoneKeys,
  StoredOtherwise,
} from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  type Contacts,
  encodeBase64url,
  type Identity,
  type IdentityCard,
  ProtocolError,
} from "../lib/index";
import type { ComposerModel } from "../types/core";
import type EncryptedMessagesChangedKeysService from "./encrypted-messages-changed-keys";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesEditsService from "./encrypted-messages-edits";
import type EncryptedMessagesEncryptionChoiceService from "./encrypted-messages-encryption-choice";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import { asKeyless, type Writing } from "./encrypted-messages-keyring";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";
import type EncryptedMessagesParticipationService from "./encrypted-messages-participation";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";
import type EncryptedMessagesStoredBeforeService from "./encrypted-messages-stored-before";

/** What goes to the site: for whom, and with which key, a message is encrypted at the moment it is sent. */
export default class EncryptedMessagesSealingService extends Service {
  @service
  declare encryptedMessagesChangedKeys: EncryptedMessagesChangedKeysService;

  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesEdits: EncryptedMessagesEditsService;

  @service
  declare encryptedMessagesEncryptionChoice: EncryptedMessagesEncryptionChoiceService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;

  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  @service
  declare encryptedMessagesParticipation: EncryptedMessagesParticipationService;

  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  @service
  declare encryptedMessagesStoredBefore: EncryptedMessagesStoredBeforeService;

  /**
   * @returns `raw`, or null where the message cannot go, which is said beside it
   * @throws where it cannot be made ready; EditedElsewhere, GoneKeys, OlderRevision, StoredOtherwise, ProtocolError and a request's error say why
   */
  async seal(
    model: ComposerModel,
    composition: Composition
  ): Promise<string | null> {
    const author = this.encryptedMessagesIdentity.identity;
    if (!author) {
      throw new GoneKeys();
    }
    await this.encryptedMessagesOwnWatch.ensureOwn();

    if (model.editingPost) {
      await this.encryptedMessagesEdits.follow(model, composition);
    }

    const stored = await this.#storedBefore(model, composition, author);
    if (stored) {
      return stored;
    }

    const isNew = Boolean(composition.place?.isNewConversation);
    let members: IdentityCard[] = [];
    let judgedBy: Contacts = new Map();
    const { targetRecipients } = model;
    if (isNew) {
      await this.encryptedMessagesContacts.load().catch(() => {}); // asked for once more
      judgedBy = this.encryptedMessagesContacts.contacts;
      const { refusal, cards } =
        await this.encryptedMessagesEncryptionChoice.recipients(model);
      if (model.targetRecipients !== targetRecipients) {
        throw new Error("others were looked up");
      }
      setRefusal(model, refusal);
      if (refusal) {
        return null;
      }
      members = cards;
    }

    const topic = isNew ? null : model.topic;
    let writing: Writing | null = null;
    if (topic) {
      try {
        writing = await this.encryptedMessagesParticipation.settled(topic);
        setRefusal(model, null);
      } catch (error) {
        this.#ensureSame(author); // else it would say that there is no key to the conversation
        if (
          error instanceof ChangedKeys &&
          this.encryptedMessagesChangedKeys.in(topic)
        ) {
          setRefusal(model, null); // which says so for as long as it is
          return null;
        }
        const refusal = refusalAfter(error);
        if (!refusal) {
          throw error;
        }
        setRefusal(model, refusal);
        return null;
      }
    }
    // Within an epoch the same people can read: what may have arrived is sent again as it was, and not stored twice.
    const recipients = writing
      ? `${writing.key.conversationId} ${writing.key.epoch}`
      : recipientsKey(targetRecipients ?? "", members);
    // what the site is sent the message with
    await haveCsrfToken();
    await this.#ensureStill(author, writing);
    const again = reusableSeal(composition, { author, recipients });
    if (again) {
      return again.raw;
    }

    const { place } = composition;
    if (topic && place?.base === 0) {
      // what was read while it was written counts, too; an edit repeats what it edits
      place.latestRead = this.encryptedMessagesConversations
        .latestRead(topic)
        .filter(({ messageId }) => messageId !== place.messageId);
    }
    if (writing) {
      await this.encryptedMessagesEdits.raise(composition);
    } else {
      try {
        await this.encryptedMessagesContacts.remember(members, judgedBy);
      } catch (error) {
        if (!(error instanceof FullContacts)) {
          throw error;
        }
        setRefusal(model, { kind: "full-contacts" });
        return null;
      }
    }
    const { sealed, beginning } = await sealComposition(composition, {
      author,
      recipients,
      members,
      writing,
    });
    if (beginning) {
      const { roster, key } = beginning;
      await this.encryptedMessagesRosters.learnOwn(
        roster.conversationId,
        roster.entries.map(({ encoded }) => encoded)
      );
      await this.encryptedMessagesKeyring.remember(key);
    }
    await this.encryptedMessagesEdits.sealed(composition);
    await this.#ensureStill(author, writing);
    return sealed.raw;
  }

  /**
   * @returns `raw` of the post that has the message already: its bytes are sent once more, and answered with that post
   * @throws StoredOtherwise: sent once more, it is another message
   */
  async #storedBefore(
    model: ComposerModel,
    composition: Composition,
    author: Identity
  ): Promise<string | null> {
    const { storedIn } = composition;
    if (storedIn === null) {
      return null;
    }
    const raw = await this.encryptedMessagesStoredBefore.rawOf(
      model,
      composition,
      storedIn
    );
    if (raw === null) {
      beginAnew(composition);
      throw new StoredOtherwise();
    }
    await this.#ensureStill(author, null);
    const fingerprint = encodeBase64url(author.fingerprint);
    composition.sealed = { content: "", raw, fingerprint };
    return raw;
  }

  /** Keys that were forgotten or replaced meanwhile, in another tab too, sign and send nothing more. */
  async #ensureStill(author: Identity, writing: Writing | null): Promise<void> {
    await this.encryptedMessagesOwnWatch.ensureOwn(
      writing?.roster.conversationId
    );
    this.#ensureSame(author);
  }

  #ensureSame(author: Identity): void {
    if (this.encryptedMessagesIdentity.identity !== author) {
      throw new GoneKeys();
    }
  }
}

/** Why nothing is encrypted for a conversation, said beside the message; null where it is no verdict on it. */
function refusalAfter(error: unknown): Refusal | null {
  if (error instanceof ChangedKeys) {
    return { kind: "changed", members: error.members };
  }
  return error instanceof ProtocolError && error.reason !== "too-long-here"
    ? { kind: asKeyless(error) }
    : null;
}
