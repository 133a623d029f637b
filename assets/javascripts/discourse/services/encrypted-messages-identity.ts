import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import UnlockModal from "../components/encrypted-messages/modal/unlock";
import { cryptoAvailability } from "../lib/crypto/availability";
import { type Keystore, openKeystore } from "../lib/keystore/keystore";
import {
  createIdentity,
  type Identity,
  unlockIdentity,
} from "../lib/protocol/identity";
import type { CurrentUser, ModalService } from "../types/core";

/**
 * - `loading`: this device's storage has not been asked yet
 * - `unavailable`: no account, no permission, no secure context or an old browser
 * - `none`: the member has not enabled encrypted messaging
 * - `locked`: enabled, but this device does not hold the keys
 * - `unlocked`: the keys are here
 */
export type IdentityState =
  | "loading"
  | "unavailable"
  | "none"
  | "locked"
  | "unlocked";

export type UnavailableReason =
  | "not-allowed"
  | "insecure-context"
  | "unsupported-browser";

/** The member enabled encryption on another device in the meantime. */
export class AlreadyEnabledError extends Error {}

interface IdentityPayload {
  card: string;
  backup: string;
  version: number;
}

const IDENTITY_PATH = "/encrypted-messages/identity.json";

interface RequestFailure {
  jqXHR?: { status: number };
}

function statusOf(error: unknown): number | undefined {
  return (error as RequestFailure)?.jqXHR?.status;
}

/**
 * The member's own keys: whether there are any, whether this device holds them,
 * and the two ways to get them here (R1, R5, R14).
 */
export default class EncryptedMessagesIdentityService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare modal: ModalService;

  @tracked state: IdentityState = "loading";
  @tracked unavailableReason: UnavailableReason | null = null;

  /** The unlocked keys, or null. Non-extractable CryptoKeys. */
  @tracked identity: Identity | null = null;

  /** False where the browser refuses to store keys (some private windows). */
  @tracked persistent = true;

  keystore: Keystore | null = null;

  #loading: Promise<void> | null = null;
  #unlockDialog: Promise<boolean> | null = null;
  #unlockCallbacks = new Set<() => void>();

  get isUnlocked(): boolean {
    return this.state === "unlocked";
  }

  get isLocked(): boolean {
    return this.state === "locked";
  }

  /** Looks once whether this device holds the keys. Never throws. */
  load(): Promise<void> {
    this.#loading ??= waitForPromise(this.#load());
    return this.#loading;
  }

  async #load(): Promise<void> {
    const user = this.currentUser;

    if (!user?.can_use_encrypted_messages) {
      const insecure =
        user?.encrypted_messages_unavailable_reason === "insecure_context";
      return this.#makeUnavailable(
        insecure ? "insecure-context" : "not-allowed"
      );
    }

    const availability = await cryptoAvailability();
    if (availability !== "available") {
      return this.#makeUnavailable(availability);
    }

    this.keystore = openKeystore(user.id);

    // What the site says does not outweigh keys that are here: enabling again
    // would overwrite them.
    const identity = await this.keystore.identity();
    if (identity) {
      this.#take(identity);
    } else {
      this.persistent = this.keystore.persistent;
      this.state = user.encrypted_messages_enabled ? "locked" : "none";
    }
  }

  /**
   * Makes the member's keys and stores the wrapped ones with the site.
   *
   * @param secret as typed; the heart normalises it
   * @throws AlreadyEnabledError when another device was faster; the request's
   *   error when the site refuses or cannot be reached. Nothing is kept then.
   */
  async enable(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const { identity, card, backup } = await createIdentity({
      userId: user.id,
      secret,
    });

    try {
      await ajax(IDENTITY_PATH, {
        type: "PUT",
        data: { card, backup, version: 0 },
        ignoreUnsent: false,
      });
    } catch (error) {
      if (statusOf(error) === 409) {
        user.set("encrypted_messages_enabled", true);
        this.state = "locked";
        throw new AlreadyEnabledError();
      }
      throw error;
    }

    await keystore.saveIdentity(identity);
    user.set("encrypted_messages_enabled", true);
    this.#take(identity);
  }

  /**
   * Fetches the wrapped keys and opens them with the secret.
   *
   * @throws ProtocolError with reason "wrong-secret", or another reason when what
   *   the site returned does not verify; the request's error otherwise
   */
  async unlock(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const { card, backup } = (await ajax(IDENTITY_PATH, {
      ignoreUnsent: false,
    })) as IdentityPayload;
    const identity = await unlockIdentity({
      userId: user.id,
      card,
      backup,
      secret,
    });

    await keystore.saveIdentity(identity);
    this.#take(identity);
  }

  /**
   * Asks for the secret where that is needed.
   *
   * @returns whether the keys are here afterwards
   */
  async requestUnlock(): Promise<boolean> {
    await this.load();

    if (this.state !== "locked") {
      return this.isUnlocked;
    }

    this.#unlockDialog ??= this.#showUnlockDialog();
    return this.#unlockDialog;
  }

  async #showUnlockDialog(): Promise<boolean> {
    try {
      await this.modal.show(UnlockModal);
      return this.isUnlocked;
    } finally {
      this.#unlockDialog = null;
    }
  }

  /**
   * Drops the member's keys, and what was remembered of messages, from this
   * device: used on logging out, whether or not they may still use them.
   */
  async forget(): Promise<void> {
    if (!this.currentUser) {
      return;
    }
    await this.load();
    await (this.keystore ?? openKeystore(this.currentUser.id)).clear();

    this.identity = null;
    if (this.state === "unlocked") {
      this.state = "locked";
    }
  }

  #ready(): { user: CurrentUser; keystore: Keystore } {
    if (!this.currentUser || !this.keystore) {
      throw new Error("encrypted messaging is not available");
    }
    return { user: this.currentUser, keystore: this.keystore };
  }

  /**
   * Calls `callback` each time the keys become available.
   *
   * @returns a function that ends it
   */
  onUnlock(callback: () => void): () => void {
    this.#unlockCallbacks.add(callback);
    return () => this.#unlockCallbacks.delete(callback);
  }

  #take(identity: Identity): void {
    this.persistent = this.keystore?.persistent ?? false;
    this.identity = identity;
    this.state = "unlocked";
    this.#unlockCallbacks.forEach((callback) => callback());
  }

  #makeUnavailable(reason: UnavailableReason): void {
    this.unavailableReason = reason;
    this.state = "unavailable";
  }
}
