import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { type IdentityCard, openCard } from "../lib/protocol/card";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

const IDENTITIES_PATH = "/encrypted-messages/identities.json";

/** Most members the site answers for in one request. */
const BATCH_SIZE = 50;

interface IdentitiesPayload {
  identities: { user_id: number; username: string; card: string }[];
  missing: string[];
}

/** What a look-up by name found: verified cards, and who has none. */
export interface Members {
  cards: { username: string; card: IdentityCard }[];
  missing: string[];
}

interface Waiting {
  resolve(card: IdentityCard | null): void;
  reject(error: unknown): void;
}

/**
 * Other members' identity cards. Each is checked by the heart before anything
 * uses it; one that does not verify counts as no card.
 */
export default class EncryptedMessagesDirectoryService extends Service {
  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  #cards = new Map<number, Promise<IdentityCard | null>>();
  #waiting = new Map<number, Waiting>();

  /**
   * Everybody asked for while the page handles one event is looked up in one
   * request, so a long topic costs one, not one for each post.
   *
   * @returns the member's card; null where there is none that verifies
   * @throws the request's error; a later call asks again
   */
  cardOf(userId: number): Promise<IdentityCard | null> {
    const own = this.identityService.identity;
    if (own?.userId === userId) {
      return openCard(own.card, userId);
    }

    let card = this.#cards.get(userId);
    if (!card) {
      card = new Promise((resolve, reject) => {
        if (this.#waiting.size === 0) {
          next(() => void this.#lookUpWaiting());
        }
        this.#waiting.set(userId, { resolve, reject });
      });
      this.#cards.set(userId, card);
      // Somebody without a card today may have one tomorrow.
      card.then(
        (found) => found ?? this.#cards.delete(userId),
        () => this.#cards.delete(userId)
      );
    }
    return card;
  }

  /** The cards of those of `userIds` who have one that verifies. */
  async cardsOf(userIds: Iterable<number>): Promise<IdentityCard[]> {
    const cards = await Promise.all(
      [...new Set(userIds)].map((userId) => this.cardOf(userId))
    );
    return cards.filter((card) => card !== null);
  }

  /**
   * Asks the site anew, since a message is about to be encrypted for them. Each
   * name gets one answer: whoever the site adds unasked would get a key to the
   * conversation without being shown, so that is no answer at all.
   *
   * @throws the request's error
   */
  async membersNamed(usernames: string[]): Promise<Members> {
    const found: Members = { cards: [], missing: [] };

    for (const batch of inBatches(usernames)) {
      const { identities } = await this.#ask({ usernames: batch });

      for (const username of batch) {
        const answers = identities.filter(
          (identity) => fold(identity.username) === fold(username)
        );
        const [answer] = answers;
        const card =
          answer && answers.length === 1
            ? await this.#open(answer.card, answer.user_id)
            : null;

        if (
          card &&
          !found.cards.some((known) => known.card.userId === card.userId)
        ) {
          found.cards.push({ username, card });
        } else {
          found.missing.push(username);
        }
      }
    }
    return found;
  }

  /** Unlike core's requests by default, this one is told of a lost connection. */
  #ask(data: object): Promise<IdentitiesPayload> {
    return ajax(IDENTITIES_PATH, { data, ignoreUnsent: false });
  }

  async #lookUpWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();

    for (const userIds of inBatches([...waiting.keys()])) {
      try {
        const payload = await this.#ask({ user_ids: userIds });

        for (const userId of userIds) {
          const entry = payload.identities.find(
            ({ user_id }) => user_id === userId
          );
          waiting
            .get(userId)
            ?.resolve(entry ? await this.#open(entry.card, userId) : null);
        }
      } catch (error) {
        userIds.forEach((userId) => waiting.get(userId)?.reject(error));
      }
    }
  }

  async #open(card: string, userId: number): Promise<IdentityCard | null> {
    try {
      return await openCard(card, userId);
    } catch {
      return null;
    }
  }
}

/** One form for the ways a username can be written. */
function fold(username: string): string {
  return username.normalize("NFC").toLowerCase();
}

function inBatches<T>(items: T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    batches.push(items.slice(start, start + BATCH_SIZE));
  }
  return batches;
}
