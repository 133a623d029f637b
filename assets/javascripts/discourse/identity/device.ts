import { tracked } from "@glimmer/tracking";
import { waitForPromise } from "@ember/test-waiters";
import {
  askToKeepStorage,
  dropNote,
  type Forgetting,
  type Identity,
  joinTabs,
  type Keystore,
  notedForgetting,
  openKeystore,
  type TabNews,
  type Tabs,
  wouldAskMember,
} from "../lib/index";
import { takeOff, takeOffLeftovers } from "./forgetting";
import type { NewKeys } from "./stored-identity";

/** What other tabs are told, and what that takes off the device. */
const TAKEN = {
  forgotten: "everything",
  ended: "keys",
} as const satisfies Record<string, Forgetting>;

export type Farewell = keyof typeof TAKEN;

/** What this device holds of a member's keys, for all its tabs. */
export class Device {
  /** Keys that were to be taken off may still be there. They are not used. */
  @tracked isLeftBehind = false;

  readonly keystore: Keystore;
  #tabs: Tabs;

  /** @param hear is called with what is here after another tab has changed it */
  constructor(
    userId: number,
    hear: (news: TabNews, identity: Identity | null) => void
  ) {
    this.keystore = openKeystore(userId);
    this.#tabs = joinTabs(userId, (news) => {
      void waitForPromise(this.#follow(news, hear));
    });
  }

  /** The keys, unless they should be there no more. */
  async identity(): Promise<Identity | null> {
    try {
      await takeOffLeftovers(this.keystore);
      this.isLeftBehind = false;
    } catch {
      this.isLeftBehind = true;
      return null;
    }
    return this.keystore.identity();
  }

  /** Keeps keys that have just come, and what the site keeps of them. */
  async keep({ identity, stored, addressBook }: NewKeys): Promise<void> {
    await this.keystore.saveIdentity(identity);
    await this.keystore.saveBackup(stored);
    await this.keystore.forgetMade();
    if (addressBook) {
      await this.keystore.saveAddressBook(addressBook);
    }
    if (this.keystore.persistent) {
      dropNote(this.keystore.userId);
      this.isLeftBehind = false;
    }
  }

  /** Tells the other tabs that there are keys now. */
  shareNews(): void {
    this.#tabs.tell("unlocked");
    if (this.keystore.persistent) {
      void this.#keepStorage();
    }
  }

  /** A question to the member is left to the preferences, which say first what it is about. */
  async #keepStorage(): Promise<void> {
    if (!(await wouldAskMember())) {
      await askToKeepStorage();
    }
  }

  /**
   * Takes it off, in all tabs.
   *
   * @throws where the browser does not let it: it is tried again with the next page
   */
  async takeOff(farewell: Farewell): Promise<void> {
    try {
      await takeOff(this.keystore, TAKEN[farewell]);
      this.isLeftBehind = false;
    } catch (error) {
      this.isLeftBehind = true;
      throw error;
    } finally {
      this.#tabs.tell(farewell);
    }
  }

  close(): void {
    this.#tabs.close();
  }

  async #follow(
    news: TabNews,
    hear: (news: TabNews, identity: Identity | null) => void
  ): Promise<void> {
    if (news !== "unlocked") {
      // the tab that was first tells of a failure
      await this.keystore.forgetToo(TAKEN[news]).catch(() => {});
    }
    const isGone = notedForgetting(this.keystore.userId) !== null;
    hear(news, isGone ? null : await this.keystore.identity());
  }
}
