import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { haveCsrfToken } from "../core-seams/csrf-token";
import { Device, type Farewell } from "../identity/device";
import { KeyListeners } from "../identity/key-listeners";
import {
  AlreadyEnabledError,
  type IdentityState,
  type UnavailableReason,
  unavailableReason,
} from "../identity/states";
import {
  type Attempts,
  changeStoredSecret,
  ConflictError,
  fetchStoredIdentity,
  keptOn,
  type NewKeys,
  replaceStoredIdentity,
  rotateStoredIdentity,
  storeFirstIdentity,
} from "../identity/stored-identity";
import {
  encodeBase64url,
  equal,
  type Identity,
  type Keystore,
  openCard,
  type TabNews,
  unlockIdentity,
} from "../lib/index";
import type { CurrentUser } from "../types/core";
import type EncryptedMessagesAddressBookService from "./encrypted-messages-address-book";
import type EncryptedMessagesBackupService from "./encrypted-messages-backup";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";

/**
 * The member's own keys: whether there are any, whether this device holds them,
 * the ways to get them here and off it again, and to secure or replace them
 *.
 */
export default class EncryptedMessagesIdentityService extends Service {
  @service declare currentUser: CurrentUser | null;

  @service declare encryptedMessagesBackup: EncryptedMessagesBackupService;
  @service
  declare encryptedMessagesAddressBook: EncryptedMessagesAddressBookService;

  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  @tracked state: IdentityState = "loading";
  @tracked unavailableReason: UnavailableReason | null = null;

  /** The unlocked keys, or null. Non-extractable CryptoKeys. */
  @tracked identity: Identity | null = null;

  /** False where the browser refuses to store keys (some private windows). */
  @tracked persistent = true;

  /** The member has new keys by now, for which those that this device holds have vouched, or which were made on it. */
  @tracked replacedElsewhere = false;

  /** what this device remembers, also where the keys are not here or may not be used */
  keystore: Keystore | null = null;

  #loading: Promise<void> | null = null;
  #unlockDialog: Promise<unknown> | null = null;
  #listeners = new KeyListeners();
  #device: Device | null = null;
  #isReplacing = false;

  /** Keys that were to be taken off this device may still be there. They are not used. */
  get isLeftBehind(): boolean {
    return this.#device?.isLeftBehind ?? false;
  }

  /** New keys are on their way from here: the site shows them first. */
  get isReplacing(): boolean {
    return this.#isReplacing;
  }

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
    const device = user && this.#open(user.id);
    // Whatever the site says of the member: what is known as encrypted stays so.
    this.keystore = device?.keystore ?? null;
    const identity = (await device?.identity()) ?? null;
    const reason = await unavailableReason(user);

    if (!user || !device || reason) {
      this.unavailableReason = reason;
      this.state = "unavailable";
      return;
    }

    // What the site says does not outweigh keys that are here: enabling again
    // would overwrite them.
    this.persistent = device.keystore.persistent;
    const current = user.encrypted_messages_fingerprint;

    if (identity && current) {
      await this.encryptedMessagesOwnWatch.hear(current, { own: identity });
    }
    const mayUse =
      !this.replacedElsewhere && !this.encryptedMessagesBackup.problem;
    if (identity && mayUse) {
      const isKnown = user.encrypted_messages_enabled;
      this.#take(identity);
      const { encryptedMessagesBackup: backup } = this;
      void waitForPromise<unknown>(
        isKnown
          ? backup.check(device.keystore, identity.card)
          : backup.look(device.keystore, identity.card)
      );
    } else {
      // A device that remembers encrypted messages had keys once, whatever the site says: no first ones are offered.
      const isKnown =
        identity ||
        user.encrypted_messages_enabled ||
        (await device.keystore.knownTopics()).size > 0;
      this.state = isKnown ? "locked" : "none";
    }
  }

  #open(userId: number): Device {
    const device = new Device(userId, (news, identity) =>
      this.#hear(news, identity)
    );
    registerDestructor(this, () => device.close());
    this.#device = device;
    return device;
  }

  /** Another tab has changed what this device holds. */
  #hear(news: TabNews, identity: Identity | null): void {
    if (this.isDestroying) {
      return; // it came while the page went
    }
    if (identity && this.state !== "loading") {
      const own = this.identity;
      if (!own || !equal(own.fingerprint, identity.fingerprint)) {
        this.#take(identity);
      }
    } else if (news !== "unlocked") {
      this.#lock();
    } else if (this.state === "none") {
      this.currentUser?.set("encrypted_messages_enabled", true);
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
    const asOf = keystore.forgettings;
    await haveCsrfToken();
    let made;
    try {
      const { id: userId, username } = user;
      made = await storeFirstIdentity({ userId, username, secret });
    } catch (error) {
      if (error instanceof ConflictError) {
        user.set("encrypted_messages_enabled", true);
        this.state = "locked";
        throw new AlreadyEnabledError();
      }
      throw error;
    }
    await this.#keep(made, asOf);
  }

  /**
   * Fetches the wrapped keys and opens them with the secret.
   *
   * @throws ProtocolError with reason "wrong-secret", or another reason when what
   *   the site returned does not verify; the request's error otherwise
   */
  async unlock(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const asOf = keystore.forgettings;
    const stored = await fetchStoredIdentity();
    const { card, backup } = stored;
    const identity = await unlockIdentity({
      userId: user.id,
      card,
      backup,
      secret,
    });
    await this.encryptedMessagesOwnWatch.ensureNotEarlier(
      identity,
      await keystore.identity()
    );

    await this.#keep({ identity, stored, addressBook: null, name: null }, asOf);
  }

  /**
   * Encrypts the keys under a new secret. Other devices go on.
   *
   * @throws ProtocolError "wrong-secret"; ConflictError where another device was
   *   faster; UnknownOutcomeError; the request's error
   */
  async changeSecret(oldSecret: string, newSecret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    await haveCsrfToken();
    const stored = await changeStoredSecret({
      userId: user.id,
      own: this.identity,
      kept: await keystore.addressBook(),
      oldSecret,
      newSecret,
    });
    if (this.identity) {
      await keystore.saveBackup(stored);
    }
  }

  /**
   * Replaces the keys by new ones and forgets the old ones here. The site changes
   * first, in one step: whatever happens afterwards, the new secret opens it.
   *
   * @throws as `changeSecret`. Nothing is forgotten then.
   */
  async resetEncryption(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const asOf = keystore.forgettings;
    await this.#replacing(async () => {
      const made = await replaceStoredIdentity({
        userId: user.id,
        username: user.username,
        // on the device although the site may say that they were replaced
        own: this.identity ?? (await this.#device!.identity()),
        attempts: await attemptsOn(keystore),
        kept: await keptOn(keystore),
        secret,
      });
      // where this fails, so does keeping the new ones, of which the member is told
      await keystore.forget("everything").catch(() => {});
      await this.#keep(made, asOf + 1);
    });
  }

  /** Whether keys were made on this device to replace the ones here, and perhaps arrived: the member's own doing. */
  async areMadeHere(fingerprint: string): Promise<boolean> {
    const cards = (await this.keystore?.made()) ?? [];
    const opened = await Promise.all(
      cards.map((card) =>
        openCard(card, this.currentUser!.id).catch(() => null)
      )
    );
    return opened.some(
      (card) => card && encodeBase64url(card.fingerprint) === fingerprint
    );
  }

  /** There are new keys of the member's own making, which the secret brings here. */
  giveWay(): void {
    this.#lock();
    this.replacedElsewhere = true;
  }

  /**
   * Replaces the keys by new ones that they vouch for. What this device knows stays.
   *
   * @throws as `changeSecret`. Nothing is changed then.
   */
  async replaceKeys(secret: string): Promise<void> {
    const { user, keystore } = this.#ready();
    const asOf = keystore.forgettings;
    await this.#replacing(async () => {
      const made = await rotateStoredIdentity({
        userId: user.id,
        username: user.username,
        own: this.identity ?? (await this.#device!.identity()),
        attempts: await attemptsOn(keystore),
        secret,
        addressBookOf: (earlier) =>
          this.encryptedMessagesAddressBook.carriedOver(earlier),
      });
      await this.#keep(made, asOf);
    });
  }

  async #replacing(replace: () => Promise<void>): Promise<void> {
    this.#isReplacing = true;
    try {
      await haveCsrfToken();
      await replace();
    } finally {
      this.#isReplacing = false;
    }
  }

  /**
   * The site shows keys that the ones here took the place of. Where it has lost these, they are not used until it is put
   * back, of which the member is told.
   *
   * @returns whether it has others for another reason
   */
  async hasOthersStored({ card }: Identity): Promise<boolean> {
    const { encryptedMessagesBackup: backup, keystore } = this;
    const isOther = keystore !== null && (await backup.look(keystore, card));
    const { problem } = backup;
    if (problem && this.identity) {
      this.#lock();
      backup.problem = problem;
    }
    return isOther && !problem;
  }

  /** The site has refused what these keys have signed: perhaps they are not the member's any more. */
  async lookAgain(): Promise<void> {
    const { identity, keystore } = this;
    if (identity && keystore) {
      await this.encryptedMessagesBackup.look(keystore, identity.card);
      await this.encryptedMessagesOwnWatch.settle();
    }
  }

  /** Goes on with the keys that are here, once the site has them again. */
  async useHeldKeys(): Promise<void> {
    const identity = await this.keystore?.identity();
    if (identity && !this.isUnlocked) {
      this.#take(identity);
    }
  }

  /**
   * Asks for the secret where that is needed.
   *
   * @param ask opens the dialog, of which there is one at a time; without it what is locked stays so
   * @returns whether the keys are here afterwards
   */
  async requestUnlock(ask?: () => Promise<unknown>): Promise<boolean> {
    await this.load();

    if (ask && this.state === "locked") {
      this.#unlockDialog ??= ask().finally(() => {
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
   *
   * @throws where the browser does not let it: they may still be there, are used no more, and it is tried again with the
   *   next page
   */
  forget(): Promise<void> {
    return this.#takeOff("forgotten");
  }

  /** The same of the keys alone, since the site says that the session has ended. */
  endSession(): Promise<void> {
    return this.#takeOff("ended");
  }

  async #takeOff(farewell: Farewell): Promise<void> {
    await this.load();
    try {
      await this.#device?.takeOff(farewell);
    } finally {
      this.#lock();
    }
  }

  #ready(): { user: CurrentUser; keystore: Keystore } {
    if (!this.currentUser || !this.keystore || this.state === "unavailable") {
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

  /**
   * Keeps keys that have just come to this device, unless they were to be forgotten
   * while they came: the member has logged out, in another tab perhaps.
   *
   * @param asOf the keystore's `forgettings` when they were asked for
   */
  async #keep(keys: NewKeys, asOf: number): Promise<void> {
    const device = this.#device!;
    if (asOf === device.keystore.forgettings) {
      await device.keep(keys);
    }
    if (asOf !== device.keystore.forgettings) {
      this.currentUser?.set("encrypted_messages_enabled", true);
      this.state = this.identity ? "unlocked" : "locked";
      return;
    }
    this.encryptedMessagesBackup.problem = null;
    if (keys.addressBook) {
      const { version } = keys.addressBook;
      this.currentUser?.set("encrypted_messages_address_book", version);
    }
    if (keys.name) {
      this.currentUser?.set("encrypted_messages_name", keys.name);
    }
    this.#take(keys.identity);
    this.#device!.shareNews();
  }

  #take(identity: Identity): void {
    if (this.state === "unavailable") {
      return; // another tab may use them
    }
    if (this.identity) {
      this.#listeners.tellLocked();
    }
    this.currentUser?.set("encrypted_messages_enabled", true);
    this.currentUser?.set(
      "encrypted_messages_fingerprint",
      encodeBase64url(identity.fingerprint)
    );
    this.replacedElsewhere = false;
    this.persistent = this.keystore?.persistent ?? false;
    this.identity = identity;
    this.state = "unlocked";
    this.#listeners.tellUnlocked();
  }

  #lock(): void {
    this.replacedElsewhere = false;
    this.encryptedMessagesBackup.problem = null;
    this.identity = null;
    if (this.state === "unlocked") {
      this.state = "locked";
    }
    this.#listeners.tellLocked();
  }
}

async function attemptsOn(keystore: Keystore): Promise<Attempts> {
  return {
    cards: await keystore.made(),
    begin: (card) => keystore.rememberMade(card),
  };
}
