import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import UnlockModal from "../components/encrypted-messages/modal/unlock";
import { KeyListeners } from "../identity/key-listeners";
import {
  AlreadyEnabledError,
  type IdentityState,
  type UnavailableReason,
  unavailableReason,
} from "../identity/states";
import {
  changeStoredSecret,
  ConflictError,
  fetchStoredIdentity,
  replaceStoredIdentity,
  storeIdentity,
} from "../identity/stored-identity";
import { encodeBase64url } from "../lib/bytes/base64url";
import { equal } from "../lib/bytes/bytes";
import { type Keystore, openKeystore } from "../lib/keystore/keystore";
import { askToKeepStorage } from "../lib/keystore/storage";
import { joinTabs, type TabNews, type Tabs } from "../lib/keystore/tabs";
import {
  createIdentity,
  type Identity,
  unlockIdentity,
} from "../lib/protocol/identity";
import type { CurrentUser, ModalService } from "../types/core";

/**
 * The member's own keys: whether there are any, whether this device holds them,
 * the ways to get them here and off it again, and to secure or replace them
 * (R1, R5, R8, R14).
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

  /** The member has other keys by now than the ones that this device holds. */
  @tracked startedAnewElsewhere = false;

  keystore: Keystore | null = null;

  #loading: Promise<void> | null = null;
  #unlockDialog: Promise<unknown> | null = null;
  #listeners = new KeyListeners();
  #tabs: Tabs | null = null;

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
    const reason = await unavailableReason(user);

    if (!user || reason) {
      this.unavailableReason = reason;
      this.state = "unavailable";
      return;
    }

    this.keystore = openKeystore(user.id);
    this.#tabs = joinTabs(user.id, (news) => {
      void waitForPromise(this.#hear(news));
    });
    registerDestructor(this, () => this.#tabs?.close());

    // What the site says does not outweigh keys that are here: enabling again
    // would overwrite them.
    const identity = await this.keystore.identity();
    this.persistent = this.keystore.persistent;
    const current = user.encrypted_messages_fingerprint;

    if (
      identity &&
      current &&
      current !== encodeBase64url(identity.fingerprint)
    ) {
      this.startedAnewElsewhere = true;
      this.state = "locked";
    } else if (identity) {
      this.#take(identity);
    } else {
      this.state = user.encrypted_messages_enabled ? "locked" : "none";
    }
  }

  /** Another tab has changed what this device holds: it is read anew. */
  async #hear(news: TabNews): Promise<void> {
    const { user, keystore } = this.#ready();
    if (news === "forgotten") {
      await keystore.forgetToo();
    }
    const identity = await keystore.identity();

    if (identity) {
      const own = this.identity;
      if (!own || !equal(own.fingerprint, identity.fingerprint)) {
        this.#take(identity);
      }
    } else if (news === "forgotten") {
      this.#lock();
    } else if (this.state === "none") {
      user.set("encrypted_messages_enabled", true);
      this.state = "locked";
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
      await storeIdentity({ card, backup, version: 0 });
    } catch (error) {
      if (error instanceof ConflictError) {
        user.set("encrypted_messages_enabled", true);
        this.state = "locked";
        throw new AlreadyEnabledError();
      }
      throw error;
    }
    await this.#keep(keystore, identity);
  }

  /**
   * Fetches the wrapped keys and opens them with the secret.
   *
   * @throws ProtocolError with reason "wrong-secret", or another reason when what
   *   the site returned does not verify; the request's error otherwise
   */
  async unlock(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const { card, backup } = await fetchStoredIdentity();
    const identity = await unlockIdentity({
      userId: user.id,
      card,
      backup,
      secret,
    });

    await this.#keep(keystore, identity);
  }

  /**
   * Encrypts the keys under a new secret. Other devices go on (R8).
   *
   * @throws ProtocolError "wrong-secret"; ConflictError where another device was
   *   faster; UnknownOutcomeError; the request's error
   */
  async changeSecret(oldSecret: string, newSecret: string): Promise<void> {
    const { user } = this.#ready();
    await changeStoredSecret({
      userId: user.id,
      own: this.identity,
      oldSecret,
      newSecret,
    });
  }

  /**
   * Replaces the keys by new ones and forgets the old ones here. The site changes
   * first, in one step: whatever happens afterwards, the new secret opens it.
   *
   * @throws as `changeSecret`. Nothing is forgotten then.
   */
  async startAnew(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const identity = await replaceStoredIdentity({
      userId: user.id,
      own: this.identity,
      secret,
    });
    await keystore.forget();
    await this.#keep(keystore, identity);
  }

  /**
   * Asks for the secret where that is needed.
   *
   * @returns whether the keys are here afterwards
   */
  async requestUnlock(): Promise<boolean> {
    await this.load();

    if (this.state === "locked") {
      this.#unlockDialog ??= this.modal.show(UnlockModal).finally(() => {
        this.#unlockDialog = null;
      });
      await this.#unlockDialog;
    }
    return this.isUnlocked;
  }

  /**
   * Drops the member's keys, and what was remembered of messages, from this
   * device and all its tabs: on logging out, whether or not they may still use
   * them, and where they ask for it.
   */
  async forget(): Promise<void> {
    if (!this.currentUser) {
      return;
    }
    await this.load();
    await (this.keystore ?? openKeystore(this.currentUser.id)).forget();
    this.#lock();
    this.#tabs?.tell("forgotten");
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
    return this.#listeners.onUnlock(callback);
  }

  /**
   * Calls `callback` each time the keys are gone, or are about to be others: what
   * was read with them is to be dropped.
   *
   * @returns a function that ends it
   */
  onLock(callback: () => void): () => void {
    return this.#listeners.onLock(callback);
  }

  /** Keeps keys that have just come to this device. */
  async #keep(keystore: Keystore, identity: Identity): Promise<void> {
    await keystore.saveIdentity(identity);
    this.#take(identity);
    this.#tabs?.tell("unlocked");
    if (this.persistent) {
      void askToKeepStorage();
    }
  }

  #take(identity: Identity): void {
    if (this.identity) {
      this.#listeners.tellLocked();
    }
    this.currentUser?.set("encrypted_messages_enabled", true);
    this.currentUser?.set(
      "encrypted_messages_fingerprint",
      encodeBase64url(identity.fingerprint)
    );
    this.startedAnewElsewhere = false;
    this.persistent = this.keystore?.persistent ?? false;
    this.identity = identity;
    this.state = "unlocked";
    this.#listeners.tellUnlocked();
  }

  #lock(): void {
    this.startedAnewElsewhere = false;
    this.identity = null;
    if (this.state === "unlocked") {
      this.state = "locked";
    }
    this.#listeners.tellLocked();
  }
}
