import Service, { service } from "@ember/service";
import { ensure, type Keystore } from "../lib/index";
import {
  type Asked,
  closedBy,
  openAll,
  withoutConversation,
} from "../reading/opening";
import type { Closed, ReadingContext } from "../reading/reading";
import type { Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** What messages are opened with, while the member's keys are here: who takes part, keys and cards. */
export default class EncryptedMessagesOpeningService extends Service {
  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /**
   * Calls `read` with all that messages of `topic` are opened with.
   *
   * @param authorId who is shown as having written them; null for anybody whom the roster lists
   * @returns what it gives, or why nothing can be read
   */
  async withKeys<T>(
    topic: Topic,
    authorId: number | null,
    read: (context: ReadingContext) => Promise<T>
  ): Promise<T | Closed> {
    return this.whenUnlocked(async () => {
      const conversation = topic.encrypted_conversation;
      if (!conversation) {
        return withoutConversation(topic);
      }
      const [answer] = await this.openAll(
        [{ topic, conversation, authorId }],
        async (found) => found.map(({ context }) => read(context))
      );
      return answer!;
    });
  }

  /** Opens all of it in one go. @returns an answer to each, in their order */
  async openAll<Q extends Asked, T>(
    asked: readonly Q[],
    open: (
      found: readonly (Q & { context: ReadingContext })[],
      keystore: Keystore
    ) => Promise<readonly Promise<T>[]>
  ): Promise<readonly Promise<T | Closed>[]> {
    const {
      encryptedMessagesIdentity: { identity, keystore },
      encryptedMessagesDirectory: directory,
      encryptedMessagesKeyring: keyring,
      encryptedMessagesRosters: rosters,
    } = this;
    ensure(identity !== null && keystore !== null, "no-key");
    const answers = await openAll(
      asked,
      {
        identity,
        keystore,
        rosterOf: (topic) => rosters.of(topic),
        askForRoster: async (topic) => (await rosters.ask(topic)).roster,
        keyOf: (topic, roster, epoch) => keyring.keyOf(topic, roster, epoch),
        cardsOf: (userId, fingerprint) =>
          directory.cardsWith(userId, fingerprint),
      },
      (found) => open(found, keystore)
    );
    return answers.map((answer) => Promise.resolve(answer));
  }

  /** What `read` gives, or why it cannot, with keys that are the same before and after. */
  async whenUnlocked<T>(read: () => Promise<T | Closed>): Promise<T | Closed> {
    await this.encryptedMessagesIdentity.load();

    const before = this.encryptedMessagesIdentity.identity;
    const hasStorage = this.encryptedMessagesIdentity.keystore !== null;
    const result = before && hasStorage ? await orClosed(read) : null;
    const { identity, isUnlocked, isLocked } = this.encryptedMessagesIdentity;

    if (result && before === identity) {
      return result;
    }
    if (isUnlocked) {
      // read with keys that others have replaced meanwhile
      return { state: "unreachable" };
    }
    return { state: isLocked ? "locked" : "unavailable" };
  }
}

/** What `read` gives, or why it cannot. */
async function orClosed<T>(
  read: () => Promise<T | Closed>
): Promise<T | Closed> {
  try {
    return await read();
  } catch (error) {
    return closedBy(error);
  }
}
