import { type Bytes, equal } from "heart/bytes";
import {
  type CardHistory,
  type IdentityCard,
  isVouchedSuccessor,
  openCard,
  type Pair,
} from "heart/card";
import type { Device } from "./device";
import { historyFrom } from "./people";

/** Others' cards, as services/encrypted-messages-directory.ts has them: for as long as a page is open. */
export class Directory {
  /**
   * All cards of somebody. Where the one with the fingerprint is not among those that this page knows, the site is asked
   * anew: they may have other keys by now.
   */
  cardsOf = async (
    userId: number,
    fingerprint?: Bytes
  ): Promise<readonly IdentityCard[]> => {
    const known = await this.#knownCardsOf(userId);
    const isAmongThem =
      !fingerprint ||
      known.some((card) => equal(card.fingerprint, fingerprint));
    if (isAmongThem) {
      return known;
    }
    this.#histories.delete(userId);
    return this.#knownCardsOf(userId);
  };
  #device: Device;
  #agreed: IdentityCard[] = [];
  #histories = new Map<number, CardHistory | null>();

  constructor(device: Device) {
    this.#device = device;
  }

  /** The next page: what is known of people begins anew. */
  forget(): void {
    this.#agreed = [];
    this.#histories.clear();
  }

  async lookUp(userIds: readonly number[]): Promise<void> {
    const wanted = userIds.filter((id) => !this.#histories.has(id));
    if (wanted.length === 0) {
      return;
    }
    const found = await this.#device.network.ask(
      this.#device,
      { name: "identities", topicId: null },
      (server) => server.cards(wanted)
    );
    for (const id of wanted) {
      const given = found.find(({ user_id }) => user_id === id);
      const history = given ? await historyFrom(given.cards, id) : null;
      if (history) {
        this.#histories.set(id, history);
      }
    }
  }

  /** Asked for anew, since something is about to be encrypted to it. */
  async currentCardOf(userId: number): Promise<IdentityCard | null> {
    this.#histories.delete(userId);
    return this.cardOf(userId);
  }

  async cardOf(userId: number): Promise<IdentityCard | null> {
    if (userId === this.#device.userId) {
      return openCard(this.#device.identity.card, userId);
    }
    await this.lookUp([userId]);
    return this.#histories.get(userId)?.[0] ?? null;
  }

  async #knownCardsOf(userId: number): Promise<readonly IdentityCard[]> {
    if (userId !== this.#device.userId) {
      await this.lookUp([userId]);
      return this.#histories.get(userId) ?? [];
    }
    const card = await openCard(this.#device.identity.card, userId);
    if (!card.previousFingerprint) {
      return [card];
    }
    await this.lookUp([userId]);
    const served = this.#histories.get(userId);
    return served && equal(served[0].fingerprint, card.fingerprint)
      ? served
      : [card];
  }

  async mayStandFor(card: IdentityCard, listed: Pair): Promise<boolean> {
    return (
      this.#agreed.some(
        ({ userId, fingerprint }) =>
          userId === card.userId && equal(fingerprint, card.fingerprint)
      ) ||
      isVouchedSuccessor(
        await this.cardsOf(card.userId),
        listed.fingerprint,
        card.fingerprint
      )
    );
  }

  agreeTo(card: IdentityCard): void {
    this.#agreed.push(card);
  }
}
