import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { OtherOwnKeys } from "../compose/status-after";
import { type Kinship, kinshipOf } from "../identity/kinship";
import { encodeBase64url, type Identity, openCard } from "../lib/index";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** Other keys than this device has, named as the member's, of which it is not known yet what they are to these. */
interface Doubt {
  own: Identity;
  /** base64url */
  fingerprint: string;
  /** where the roster of a conversation names them; otherwise it is the site that shows them */
  conversationId: string | null;
  verdict: Promise<void> | null;
}

/**
 * Compares whatever names keys as the member's with those on this device. New ones that these have vouched for, or that
 * were made here, make it ask for the secret; any others are an alarm, and nothing is sent.
 */
export default class EncryptedMessagesOwnWatchService extends Service {
  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** own fingerprints, of which conversation if it is one's: what it is about ends with the keys */
  @tracked private alarms: ReadonlySet<string> = new Set();

  /** the own fingerprint of which the member said that they made no other keys */
  @tracked private denied: string | null = null;

  #doubts = new Map<string, Doubt>();
  /** one look for each, however many conversations name them */
  #kinships = new Map<string, Promise<Kinship>>();

  /** Whether other keys are shown as the member's: by the site, or in this conversation. */
  isAlarmed(conversationId?: string): boolean {
    const { identity: own } = this.encryptedMessagesIdentity;
    return (
      own !== null &&
      (this.alarms.has(alarmOf(own, null)) ||
        (conversationId !== undefined &&
          this.alarms.has(alarmOf(own, conversationId))))
    );
  }

  /** Whether the member has said that they were not their doing. */
  get isDenied(): boolean {
    const { identity: own } = this.encryptedMessagesIdentity;
    return own !== null && this.denied === nameOf(own);
  }

  deny(): void {
    const { identity: own } = this.encryptedMessagesIdentity;
    this.denied = own && nameOf(own);
  }

  /**
   * The gate for all that names the member's keys. Never throws: what could not be found out is asked for again before
   * anything is sent.
   *
   * @param fingerprint base64url, or whatever the site says
   * @param own the keys on this device, where they are not in use yet
   */
  async hear(
    fingerprint: string,
    {
      own = this.encryptedMessagesIdentity.identity,
      conversationId = null,
    }: { own?: Identity | null; conversationId?: string | null } = {}
  ): Promise<void> {
    if (
      !own ||
      fingerprint === nameOf(own) ||
      this.encryptedMessagesIdentity.isReplacing
    ) {
      return;
    }
    const name = `${alarmOf(own, conversationId)} ${fingerprint}`;
    const doubt = this.#doubts.get(name) ?? {
      own,
      fingerprint,
      conversationId,
      verdict: null,
    };
    this.#doubts.set(name, doubt);
    await this.#settle(doubt).catch(() => {});
  }

  /** The same of a card that the site shows. */
  async hearOfCard(card: string): Promise<void> {
    const { identity: own } = this.encryptedMessagesIdentity;
    if (own && own.card !== card) {
      const fingerprint = await openCard(card, own.userId).then(
        (opened) => encodeBase64url(opened.fingerprint),
        () => "" // no card at all, which is nobody's
      );
      await this.hear(fingerprint, { own });
    }
  }

  /**
   * Before anything is sealed or granted.
   *
   * @throws OtherOwnKeys; the request's error where it cannot be found out
   */
  async ensureOwn(conversationId?: string): Promise<void> {
    const { identity: own } = this.encryptedMessagesIdentity;
    for (const doubt of this.#doubts.values()) {
      if (doubt.own === own) {
        await this.#settle(doubt);
      }
    }
    if (this.isAlarmed(conversationId)) {
      throw new OtherOwnKeys();
    }
  }

  /** Waits until it is known of all that was heard of, as far as it can be. */
  settle(): Promise<void> {
    return this.ensureOwn().catch(() => {});
  }

  /**
   * Refuses keys that came with the secret, but that the ones on this device took the place of: a site could give them back.
   *
   * @param held the keys on this device, if there are any
   * @throws OtherOwnKeys; the request's error
   */
  async ensureNotEarlier(
    { fingerprint }: Identity,
    held: Identity | null
  ): Promise<void> {
    const name = encodeBase64url(fingerprint);
    const isEarlier =
      held !== null &&
      name !== nameOf(held) &&
      (await this.#kinship(held, name)) === "earlier";
    if (isEarlier) {
      throw new OtherOwnKeys();
    }
  }

  #settle(doubt: Doubt): Promise<void> {
    doubt.verdict ??= this.#judge(doubt);
    doubt.verdict.catch(() => (doubt.verdict = null));
    return doubt.verdict;
  }

  async #judge({ own, fingerprint, conversationId }: Doubt): Promise<void> {
    const kinship = (await this.encryptedMessagesIdentity.areMadeHere(
      fingerprint
    ))
      ? "made-here"
      : await this.#kinship(own, fingerprint);
    const { identity } = this.encryptedMessagesIdentity;
    if (identity && identity !== own) {
      return; // other keys have come here meanwhile
    }
    switch (kinship) {
      case "made-here":
      case "vouched":
        this.encryptedMessagesIdentity.giveWay();
        break;
      case "earlier":
        if (
          !conversationId &&
          (await this.encryptedMessagesIdentity.hasOthersStored(own))
        ) {
          this.#raise(alarmOf(own, null));
        }
        break;
      case "unknown":
        if (!conversationId) {
          this.#raise(alarmOf(own, null));
        }
        break;
      default:
        // Anybody may write a false entry: it is the site's word that counts everywhere, which is heard of by itself.
        this.#raise(alarmOf(own, conversationId));
    }
  }

  #kinship(own: Identity, fingerprint: string): Promise<Kinship> {
    const name = alarmOf(own, fingerprint);
    const kinship = this.#kinships.get(name) ?? this.#look(own, fingerprint);
    this.#kinships.set(name, kinship);
    kinship.catch(() => this.#kinships.delete(name));
    return kinship;
  }

  async #look(own: Identity, fingerprint: string): Promise<Kinship> {
    const known = await kinshipOf(own, fingerprint, null);
    return known === "unknown"
      ? kinshipOf(
          own,
          fingerprint,
          await this.encryptedMessagesDirectory.shownHistoryOf(own.userId)
        )
      : known;
  }

  #raise(alarm: string): void {
    this.alarms = new Set(this.alarms).add(alarm);
  }
}

function nameOf({ fingerprint }: Identity): string {
  return encodeBase64url(fingerprint);
}

function alarmOf(own: Identity, what: string | null): string {
  return `${nameOf(own)} ${what ?? ""}`;
}
