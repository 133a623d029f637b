import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import { OtherOwnKeys } from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  ensure,
  equal,
  firstEpochOf,
  grantAgain,
  type Grants,
  type HeldGrant,
  type IdentityCard,
  type KeptRoster,
  listedPair,
  type Pair,
  ProtocolError,
} from "../lib/index";
import { isRequestError } from "../request-status";
import type { LostKeys, Topic } from "../types/core";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type { Standing } from "./encrypted-messages-keyring";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";

/** How many grants the site takes at once. */
const MOST_GRANTS = 50;

/**
 * Gives keys again to those whom the roster lists and of whom the site has lost what they were granted: a restored backup
 * knows nothing of who has come since. Nobody is asked, for it changes nothing: who may read what, the roster says.
 */
export default class EncryptedMessagesKeyGivingService extends Service {
  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;

  /** what pages have told so far: each is seen to once */
  #seen = new WeakSet<LostKeys>();

  /** Gives what the topic's page says that is missing. What could not be given is another page's to give. */
  async give(topic: Topic): Promise<void> {
    const lost = topic.encrypted_conversation?.lost_keys;
    if (
      !lost ||
      this.#seen.has(lost) ||
      !this.encryptedMessagesIdentity.isUnlocked
    ) {
      return;
    }
    this.#seen.add(lost);
    try {
      await waitForPromise(this.#give(topic, lost));
    } catch (error) {
      const isTold =
        error instanceof ProtocolError || error instanceof OtherOwnKeys;
      if (!isTold && !isRequestError(error)) {
        throw error;
      }
    }
  }

  async #give(topic: Topic, lost: LostKeys): Promise<void> {
    const standing = await this.encryptedMessagesKeyring.standing(topic);
    const grants: Grants = new Map();
    let count = 0;
    for (const run of lost) {
      const [userId] = run;
      for (const [epoch, grant] of await this.#grantsFor(
        topic,
        standing,
        run,
        MOST_GRANTS - count
      )) {
        const given = grants.get(userId) ?? new Map<number, string>();
        grants.set(userId, given.set(epoch, grant));
        count++;
      }
    }
    if (count === 0) {
      return;
    }
    await haveCsrfToken();
    const { identity } = this.encryptedMessagesIdentity;
    ensure(standing.author === identity, "no-key");
    await ajax(`/encrypted-messages/topics/${topic.id}/keys.json`, {
      type: "POST",
      data: {
        encrypted_keys: Object.fromEntries(
          [...grants].map(([userId, given]) => [
            userId,
            Object.fromEntries(given),
          ])
        ),
      },
      // told of a lost connection
      ignoreUnsent: false,
    });
  }

  /** By epoch: what one member is to read by the roster, and the author holds. */
  async #grantsFor(
    topic: Topic,
    { author, roster, entry }: Standing,
    [userId, first, last]: LostKeys[number],
    most: number
  ): Promise<Map<number, string>> {
    const grants = new Map<number, string>();
    const pair = listedPair(entry, userId);
    if (!pair || userId === author.userId) {
      return grants;
    }
    const from = Math.max(first, firstEpochOf(roster, userId));
    const epochs = (topic.encrypted_conversation!.keys ?? [])
      .map(({ epoch }) => epoch)
      .filter((epoch) => epoch >= from && epoch <= last)
      .slice(0, most);
    const card = epochs.length > 0 ? await this.#cardFor(pair) : null;
    if (!card) {
      return grants;
    }
    for (const epoch of epochs) {
      for (const held of await this.#held(topic, roster, epoch)) {
        grants.set(epoch, await grantAgain({ author, roster, card, held }));
      }
    }
    return grants;
  }

  /** The listed card, if it is the member's now, and nobody whom one knows by other keys. */
  async #cardFor(pair: Pair): Promise<IdentityCard | null> {
    const directory = this.encryptedMessagesDirectory;
    const contacts = this.encryptedMessagesContacts;
    const card = await directory.currentCardOf(pair.userId);
    const history = await directory.historyOf(pair.userId);
    await contacts.load();
    if (
      !card ||
      !history ||
      !equal(card.fingerprint, pair.fingerprint) ||
      contacts.judge(history) === "changed"
    ) {
      return null;
    }
    await contacts.remember([pair]);
    return card;
  }

  /** None where it does not open: whoever began that epoch has given others another key. */
  async #held(
    topic: Topic,
    roster: KeptRoster,
    epoch: number
  ): Promise<HeldGrant[]> {
    try {
      return await this.encryptedMessagesKeyring.heldGrants(topic, roster, [
        epoch,
      ]);
    } catch (error) {
      if (error instanceof ProtocolError) {
        return [];
      }
      throw error;
    }
  }
}
