import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import { haveCsrfToken } from "../core-seams/csrf-token";
import { publishName, signOwnName } from "../identity/own-name";
import {
  type Bytes,
  equal,
  foldName,
  type IdentityCard,
  openName,
  type SignedName,
} from "../lib/index";
import { nameOf } from "../reading/people";
import type { BasicUser, CurrentUser, Post, Topic } from "../types/core";
import { isUsername } from "../usernames";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

interface Published extends SignedName {
  /** of the card that it is of */
  fingerprint: Bytes;
}

/**
 * What members are called. The site says it wherever it names somebody; what counts is what they have signed
 * (docs/protocol.md §6.3). Where the two differ, which an honest site's do after a rename until that member comes by, the
 * signed name stands first. A free full name proves nothing.
 */
export default class EncryptedMessagesNamesService extends Service {
  @service declare currentUser: CurrentUser | null;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** of whom was looked up; templates follow it */
  @tracked private signed: ReadonlyMap<number, Published> = new Map();

  /** as the site called them; null of whom it knows no more */
  @tracked private called: ReadonlyMap<number, string | null> = new Map();

  /** For each page, once: the member's own name is signed as soon as the keys are here, and again when it has changed. */
  start(): void {
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onUnlock(
        () => void waitForPromise(this.#publish())
      )
    );
  }

  /** What fails is tried again with the next page. */
  async #publish(): Promise<void> {
    const { currentUser, encryptedMessagesIdentity } = this;
    const { identity } = encryptedMessagesIdentity;
    try {
      const name =
        identity && currentUser && (await signOwnName(identity, currentUser));
      if (name) {
        await haveCsrfToken();
        await publishName(name);
        currentUser.set("encrypted_messages_name", name);
      }
    } catch {
      // others go on seeing the one before
    }
  }

  /** The site has answered what it calls these; null whom it does not know. */
  noteCalled(names: Iterable<[number, string | null]>): void {
    this.called = new Map([...this.called, ...names]);
  }

  /** The site has shown a name with this card. One that does not verify, or is an older one, is none. */
  async noteSigned(card: IdentityCard, name: string): Promise<void> {
    const { userId, fingerprint } = card;
    const opened = await openName(name, card).catch(() => null);
    const before = this.signed.get(userId);
    const isOlder =
      before &&
      opened &&
      equal(before.fingerprint, fingerprint) &&
      before.publication >= opened.publication;
    if (opened && !isOlder && isUsername(opened.username)) {
      const published = { ...opened, fingerprint };
      this.signed = new Map(this.signed).set(userId, published);
    }
  }

  /** @returns null where none is known; nobody is asked */
  signedNameOf(userId: number | null): string | null {
    return userId === this.currentUser?.id
      ? this.currentUser.username
      : (this.signed.get(userId ?? 0)?.username ?? null);
  }

  /** @returns what the site calls somebody who was looked up; "" where nobody was */
  siteNameOf(userId: number): string {
    return this.called.get(userId) ?? "";
  }

  /**
   * The name to show: who was not looked up is asked for.
   *
   * @param topic whose page may name somebody of whom the site knows no more
   * @returns null of a deleted account; undefined until there is an answer
   */
  nameOf(userId: number, topic: Topic): string | null | undefined {
    const signed = this.signedNameOf(userId);
    if (signed !== null) {
      return signed;
    }
    const called = this.called.get(userId);
    if (called === undefined) {
      this.encryptedMessagesDirectory
        .historyOf(userId)
        .catch(() => this.noteCalled([[userId, null]]));
      return undefined;
    }
    return called ?? nameOf(topic, userId);
  }

  /** The author of a post; by the site's word where they have signed nothing. */
  authorOf({ user_id, username }: Post): string {
    return this.signedNameOf(user_id) ?? username;
  }

  /** The same, asked for where they were not looked up yet. */
  async askForAuthorOf(post: Post): Promise<string> {
    const { user_id } = post;
    if (user_id !== null && this.signedNameOf(user_id) === null) {
      await this.encryptedMessagesDirectory.historyOf(user_id).catch(() => {});
    }
    return this.authorOf(post);
  }

  /** Whether the site means this member by that name. */
  isCalled(userId: number, username: string, topic: Topic): boolean {
    return [nameOf(topic, userId), this.called.get(userId)].some(
      (name) => name && foldName(name) === foldName(username)
    );
  }

  /** “pete, called peter by the site” where the two differ; else the name alone. */
  bothNamesOf({ id, username }: BasicUser): string {
    const name = this.signedNameOf(id) ?? username;
    return this.isOtherwise(id, username)
      ? i18n("encrypted_messages.names.both", {
          name,
          called: i18n("encrypted_messages.names.called", { name: username }),
        })
      : name;
  }

  /** Whether the site's name for this member is not the one that they have signed. */
  isOtherwise(userId: number | null, username: string): boolean {
    const signed = this.signedNameOf(userId);
    return signed !== null && foldName(signed) !== foldName(username);
  }
}
