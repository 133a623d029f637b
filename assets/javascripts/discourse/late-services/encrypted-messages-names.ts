import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import { haveCsrfToken } from "../core-seams/csrf-token";
import { publishName, signOwnName } from "../identity/own-name";
import {
  type CardHistory,
  foldName,
  type Namesake,
  namesake,
  namesOf,
  openName,
  type SignedName,
} from "../lib/index";
import { nameOf, namesOn } from "../reading/people";
import type { BasicUser, CurrentUser, Post, Topic } from "../types/core";
import { isUsername } from "../usernames";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

interface Shown extends SignedName {
  /** its owner's cards, of which the first has signed it */
  history: CardHistory;
}

/** Somebody has another name than the member knew. */
export interface Renaming {
  userId: number;
  before: string;
  name: string;
}

/**
 * What members are called. The site says it wherever it names somebody; what counts is what they have signed
 * (docs/protocol.md §6.3). Where the two differ, which an honest site's do after a rename until that member comes by, the
 * signed name stands first. A free full name proves nothing.
 */
export default class EncryptedMessagesNamesService extends Service {
  @service declare currentUser: CurrentUser | null;

  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** of whom was looked up; templates follow it */
  @tracked private signed: ReadonlyMap<number, Shown> = new Map();

  /** as the site called them; null of whom it knows no more */
  @tracked private called: ReadonlyMap<number, string | null> = new Map();

  /** since this page is open; templates follow it */
  @tracked private renamings: readonly Renaming[] = [];

  /** topic by user id: of a new name one conversation tells, the one where it was seen first */
  #toldIn = new Map<number, number>();

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

  /** The site has shown a name with the first of these cards. One that does not verify, or is an older one, is none. */
  async noteSigned(history: CardHistory, name: string): Promise<void> {
    const [card] = history;
    const opened = await openName(name, card).catch(() => null);
    const before = this.signed.get(card.userId)?.publication ?? 0;
    if (opened && opened.publication > before && isUsername(opened.username)) {
      const shown = { ...opened, history };
      this.signed = new Map(this.signed).set(card.userId, shown);
    }
  }

  /** Whoever is in the address book is known by the last name that they have signed, from now on. */
  async remember(): Promise<void> {
    try {
      await this.encryptedMessagesContacts.load();
      const names = new Map<number, SignedName>();
      for (const userId of this.signed.keys()) {
        const signed = this.signedOf(userId);
        const known = this.encryptedMessagesContacts.keptContactOf(userId);
        if (known && signed && signed.publication > known.publication) {
          names.set(userId, signed);
          this.#noteRenaming(userId, known.name, signed.username);
        }
      }
      if (names.size > 0) {
        await this.encryptedMessagesContacts.rename(names);
      }
    } catch {
      // the next page finds the same
    }
  }

  #noteRenaming(userId: number, before: string, name: string): void {
    if (before && foldName(before) !== foldName(name)) {
      this.renamings = [...this.renamings, { userId, before, name }];
    }
  }

  /** Who among these is called otherwise than before, where this topic is to tell of it. */
  renamingsIn(topic: Topic, userIds: readonly number[]): Renaming[] {
    return this.renamings.filter(({ userId }) => {
      if (userIds.includes(userId) && !this.#toldIn.has(userId)) {
        this.#toldIn.set(userId, topic.id);
      }
      return this.#toldIn.get(userId) === topic.id;
    });
  }

  /** The last name that somebody has signed: the one that is known, or what the site shows. Nobody is asked. */
  signedOf(userId: number): SignedName | null {
    const contact = this.encryptedMessagesContacts.contactOf(userId);
    const known = contact?.publication
      ? { username: contact.name, publication: contact.publication }
      : null;
    const shown = this.signed.get(userId);
    const isTheirs =
      shown &&
      this.encryptedMessagesContacts.judge(shown.history) !== "changed";
    return isTheirs && shown.publication > (known?.publication ?? 0)
      ? { username: shown.username, publication: shown.publication }
      : known;
  }

  /** @returns null where none is known; nobody is asked */
  signedNameOf(userId: number | null): string | null {
    if (userId === null) {
      return null;
    }
    return userId === this.currentUser?.id
      ? this.currentUser.username
      : (this.signedOf(userId)?.username ?? null);
  }

  /** The same; or else what the site called them when the member came to know them. */
  knownNameOf(userId: number): string | null {
    const kept = this.encryptedMessagesContacts.keptContactOf(userId)?.name;
    return this.signedNameOf(userId) ?? (kept || null);
  }

  /**
   * What the site calls somebody: who was not looked up is asked for.
   *
   * @returns null of a deleted account, or where there was no answer; undefined until there is one
   */
  calledOf(userId: number): string | null | undefined {
    const called = this.called.get(userId);
    if (called === undefined) {
      this.encryptedMessagesDirectory
        .historyOf(userId)
        .catch(() => this.noteCalled([[userId, null]]));
    }
    return called;
  }

  /**
   * The name to show, in a sentence: who was not looked up is asked for.
   *
   * @param topic whose page may name somebody of whom the site knows no more
   * @returns null of a deleted account; undefined until there is an answer
   */
  nameOf(userId: number, topic: Topic): string | null | undefined {
    const signed = this.signedNameOf(userId);
    if (signed !== null) {
      const names = [...namesOn(topic, userId), this.called.get(userId)];
      const username = names.find(
        (name) => name && this.isOtherwise(userId, name)
      );
      return this.bothNamesOf({ id: userId, username: username ?? signed });
    }
    const called = this.calledOf(userId);
    return called === null ? nameOf(topic, userId) : called;
  }

  /** The author of a post; by the site's word where they have signed nothing. Null of a deleted account. */
  authorOf({ user_id, username }: Post): string | null {
    return this.signedNameOf(user_id) ?? username;
  }

  /** Whether the author of a post is called so, or was before. Who was not looked up yet is asked for. */
  async isBy(post: Post, name: string): Promise<boolean> {
    const { user_id } = post;
    if (user_id !== null && this.signedNameOf(user_id) === null) {
      await this.encryptedMessagesDirectory.historyOf(user_id).catch(() => {});
    }
    const contact =
      user_id === null
        ? null
        : this.encryptedMessagesContacts.keptContactOf(user_id);
    const names = [
      this.authorOf(post) ?? "",
      ...(contact ? namesOf(contact) : []),
    ];
    return names.map(foldName).includes(foldName(name));
  }

  /** Whether the site means this member by that name. */
  isCalled(userId: number, username: string, topic: Topic): boolean {
    return [nameOf(topic, userId), this.called.get(userId)].some(
      (name) => name && foldName(name) === foldName(username)
    );
  }

  /** “pete (called peter by the site)” where the two differ; else the name alone. */
  bothNamesOf({ id, username }: Pick<BasicUser, "id" | "username">): string {
    const name = this.knownNameOf(id) ?? username;
    return foldName(name) === foldName(username)
      ? name
      : i18n("encrypted_messages.names.both", {
          name,
          called: i18n("encrypted_messages.names.called", { name: username }),
        });
  }

  /** Whether the site's name for this member is not the one that they have signed. */
  isOtherwise(userId: number | null, username: string): boolean {
    const signed = this.signedNameOf(userId);
    return signed !== null && foldName(signed) !== foldName(username);
  }

  /** Whether a name under which somebody takes part is another's, as far as the member knows. Nobody is asked. */
  namesakeIn(topic: Topic, userId: number): Namesake | null {
    const called = this.called.get(userId);
    return this.namesakeBy(userId, [...namesOn(topic, userId), called]);
  }

  /**
   * The same of whom something is to be addressed to, or whose page is shown.
   *
   * @param names as the site calls them; the one that they have signed is judged as well
   */
  namesakeBy(
    userId: number,
    names: (string | null | undefined)[]
  ): Namesake | null {
    const contacts = this.encryptedMessagesContacts;
    const kept = contacts.keptContactOf(userId);
    const everybody = { values: () => contacts.everybody() };
    for (const name of [...names, this.signedNameOf(userId)]) {
      const other = name && namesake(everybody, name, userId, kept)?.userId;
      if (name && other) {
        return { name, userId, otherId: other };
      }
    }
    return null;
  }

  /** “This is another pete than the one you know, who is now called peter.” What the site alone says is said to be so. */
  namesakeText({ name, userId, otherId }: Namesake): string {
    const say = (key: string, values: object = {}) =>
      i18n(`encrypted_messages.changed_keys.${key}`, { name, ...values });
    const isOther = (other: string | null | undefined): other is string =>
      Boolean(other && isUsername(other) && foldName(other) !== foldName(name));
    const signed = this.signedNameOf(otherId);
    const called = this.calledOf(otherId);
    const known = this.knownNameOf(userId);
    let text = say("namesake");
    if (isOther(signed)) {
      text = say("namesake_now", { now: signed });
    } else if (isOther(called)) {
      text = say("namesake_called", { now: called });
    }
    return isOther(known)
      ? `${text} ${say("namesake_known", { known })}`
      : text;
  }
}
