import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";
import type { Refusal } from "../compose/composition";
import { checkRecipients, type Recipients } from "../compose/recipients";
import { ChangedKeys, FullContacts } from "../compose/status-after";
import { equal, type KeyChange, listedPair, newestEntry } from "../lib/index";
import { unlisted } from "../reading/people";
import { refusalText } from "../request-status";
import type {
  BasicUser,
  CurrentUser,
  DialogService,
  KeyValueStore,
  Topic,
} from "../types/core";
import type EncryptedMessagesChangedKeysService from "./encrypted-messages-changed-keys";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesNamesService from "./encrypted-messages-names";
import type EncryptedMessagesParticipationService from "./encrypted-messages-participation";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** Adds members to an encrypted message, with its keys, and asks before any is removed. */
export default class EncryptedMessagesInviterService extends Service {
  @service declare currentUser: CurrentUser;
  @service declare dialog: DialogService;
  @service declare keyValueStore: KeyValueStore;
  @service
  declare store: {
    createRecord(type: string, values: object): BasicUser;
  };

  @service
  declare encryptedMessagesChangedKeys: EncryptedMessagesChangedKeysService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesNames: EncryptedMessagesNamesService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  @service
  declare encryptedMessagesParticipation: EncryptedMessagesParticipationService;

  /** user ids by topic, as far as they were asked of on this page; templates follow it */
  @tracked private leftOut: ReadonlyMap<number, number[]> = new Map();

  /** Asks whether somebody is to be removed, or to leave, and says what that does not undo; and where it was not done. */
  askBeforeRemoval(user: BasicUser, remove: () => Promise<void>): void {
    const kind = user.id === this.currentUser.id ? "leave" : "remove";
    const names = this.encryptedMessagesNames.bothNamesOf(user);
    const text = (part: string, name: string) =>
      i18n(`encrypted_messages.removal.${kind}_${part}`, { name });

    this.dialog.deleteConfirm({
      title: text("question", names),
      // which core takes for HTML
      message: text("note", escapeExpression(names)),
      confirmButtonLabel: `encrypted_messages.removal.${kind}`,
      didConfirm: async () => {
        try {
          await waitForPromise(remove());
        } catch (error) {
          this.dialog.alert(
            escapeExpression(refusalText(error) ?? text("unknown", names))
          );
        }
      },
    });
  }

  /** Whether all members named could be added; one request for all. */
  check(usernames: string[]): Promise<Recipients> {
    return waitForPromise(
      checkRecipients(
        usernames.map((name) => ({ type: "user", name })),
        this.currentUser.username,
        // counted by the site, which knows how many there are by then
        Infinity,
        (names) => this.encryptedMessagesDirectory.membersNamed(names)
      )
    );
  }

  /**
   * Asks whether to go on without somebody whose keys are others than before, and does it.
   *
   * @returns once it is answered, and done
   */
  askToGoOnWithout(
    topic: Topic,
    { userId, username }: KeyChange
  ): Promise<void> {
    const text = (key: string, name: string) =>
      i18n(`encrypted_messages.changed_keys.${key}`, { name });
    return new Promise((resolve) => {
      let isSure = false;
      this.dialog.alert({
        title: text("without_question", username),
        // which core takes for HTML
        message: text("without_note", escapeExpression(username)),
        buttons: [
          {
            label: text("go_on_without", username),
            class: "btn-primary",
            action: () => (isSure = true),
          },
          { label: i18n("cancel"), class: "btn-default" },
        ],
        didCancel: () =>
          resolve(isSure ? this.#goOnWithout(topic, userId) : undefined),
      });
    });
  }

  /** Who has to be decided about besides is said in its place. */
  async #goOnWithout(topic: Topic, userId: number): Promise<void> {
    this.leaveOut(topic, [userId]);
    this.encryptedMessagesChangedKeys.goOnWithout(topic, userId);
    try {
      await waitForPromise(this.encryptedMessagesParticipation.settled(topic));
    } catch (error) {
      if (!(error instanceof ChangedKeys)) {
        this.encryptedMessagesChangedKeys.goOnWith(topic);
        this.dialog.alert(
          escapeExpression(
            refusalText(error) ??
              i18n("encrypted_messages.changed_keys.not_without")
          )
        );
      }
    }
  }

  /** Asks for what `withNewKeys` needs to judge by. What does not verify tells of nobody. */
  async lookUp(topic: Topic): Promise<void> {
    try {
      const { participants } = newestEntry(
        await this.encryptedMessagesRosters.of(topic)
      );
      await this.encryptedMessagesDirectory.refresh(
        participants.map(({ userId }) => userId)
      );
    } catch {
      // they can be given access by the next message
    }
  }

  /** Who takes part, but is listed with other keys than they have by now; they can be given access with these. */
  withNewKeys(topic: Topic): BasicUser[] {
    const roster = this.encryptedMessagesRosters.known(topic);
    return (topic.details?.allowed_users ?? []).filter(({ id }) => {
      const listed = roster && listedPair(newestEntry(roster), id);
      const card = this.encryptedMessagesChangedKeys.cardsOf(id)?.[0];
      return (
        id !== this.currentUser.id &&
        listed &&
        card &&
        !equal(listed.fingerprint, card.fingerprint)
      );
    });
  }

  /**
   * Whom the site lists although nobody who takes part has let them in, but for those whom the member has left out. What
   * is not verified yet tells of nobody.
   */
  uninvited(topic: Topic): BasicUser[] {
    const leftOut = this.leftOut.get(topic.id) ?? this.#storedLeftOut(topic);
    return this.notLetIn(topic).filter(({ id }) => !leftOut.includes(id));
  }

  /** The same, and those whom the member has left out, who can be let in still. */
  notLetIn(topic: Topic): BasicUser[] {
    const roster = this.encryptedMessagesRosters.known(topic);
    return roster && this.encryptedMessagesRosters.isCurrent(topic)
      ? unlisted(topic, roster)
      : [];
  }

  /** The member does not want to be asked whether those are to be let in. */
  leaveOut(
    topic: Topic,
    userIds = this.uninvited(topic).map(({ id }) => id)
  ): void {
    const ids = [...this.#storedLeftOut(topic), ...userIds];
    this.keyValueStore.set({ key: leftOutKey(topic), value: ids.join(" ") });
    this.leftOut = new Map(this.leftOut).set(topic.id, ids);
  }

  #storedLeftOut(topic: Topic): number[] {
    const stored = this.keyValueStore.get(leftOutKey(topic)) ?? "";
    return stored.split(" ").map(Number);
  }

  /**
   * Adds one member, or gives access to one who has reset their encryption. Asked for a second time, the site changes
   * nothing.
   *
   * @param isFromBeginning whether who comes now reads what was written before, or only what is written from now on
   * @returns null, or why they cannot be added: other keys than before are the member's to agree to
   * @throws ProtocolError where nothing can be written in the conversation; the request's error
   */
  async invite(
    topic: Topic,
    username: string,
    isFromBeginning: boolean
  ): Promise<Refusal | null> {
    const { refusal, cards } = await this.check([username]);
    const [invited] = cards;
    if (refusal || !invited) {
      return refusal ?? { kind: "unchecked" };
    }
    try {
      const user = await this.encryptedMessagesParticipation.add(topic, {
        username,
        card: invited,
        isFromBeginning,
      });
      this.#show(topic, invited.userId, user);
    } catch (error) {
      if (error instanceof ChangedKeys) {
        return { kind: "changed", members: error.members };
      }
      if (error instanceof FullContacts) {
        return { kind: "full-contacts" };
      }
      throw error;
    }
    return null;
  }

  /**
   * As core's own dialog does; the page is told to reload the topic as well. Where an earlier attempt had arrived although
   * its answer was lost, neither may have come.
   */
  #show(topic: Topic, userId: number, user: BasicUser | null): void {
    const { details } = topic;
    const shown = details?.allowed_users ?? [];
    if (!details || shown.some(({ id }) => id === userId)) {
      return;
    }
    if (user) {
      details.set("allowed_users", [
        ...shown,
        this.store.createRecord("user", user),
      ]);
    } else {
      // core's own request, which is never settled where it gets no answer
      void topic.reload?.().catch(() => {});
    }
  }
}

/** Core forgets it at log-out. It says no more than the page does. */
function leftOutKey({ id }: Topic): string {
  return `encrypted-messages-left-out-${id}`;
}
