import { registerDestructor } from "@ember/destroyable";
import { cancel } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import discourseDebounce from "discourse/lib/debounce";
import { haveCsrfToken } from "../core-seams/csrf-token";
import { encodeBase64url, type Identity } from "../lib/index";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** How many the site takes at once. */
const MOST_BAGS = 100;

/** Milliseconds in which no further key comes: a list's are one request. */
const DELAY = 2000;

interface Waiting {
  topicId: number;
  epoch: number;
  identity: Identity;
  seal(): Promise<string>;
}

/**
 * Has the site keep the keys that were opened here for the member's further devices (docs/protocol.md §8.6). Nobody waits for
 * it, and what fails is for another page: whoever has no bag opens the grant.
 */
export default class EncryptedMessagesKeyBagsService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  #waiting: Waiting[] = [];

  /** by topic and epoch, what this page has seen to: once, whatever becomes of it */
  #seen = new Set<string>();

  #timer: unknown = null;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#waiting = [];
        this.#seen.clear();
      })
    );
    registerDestructor(this, () =>
      cancel(this.#timer as Parameters<typeof cancel>[0])
    );
  }

  /** @param seal gives the bag; called when the page has nothing else to open */
  keep(topicId: number, epoch: number, seal: () => Promise<string>): void {
    const { identity } = this.encryptedMessagesIdentity;
    const name = `${topicId} ${epoch}`;
    if (identity && !this.#seen.has(name)) {
      this.#seen.add(name);
      this.#waiting.push({ topicId, epoch, identity, seal });
      this.#wait();
    }
  }

  #wait(): void {
    this.#timer = discourseDebounce(this, this.sendWaiting, DELAY);
  }

  /** Once nothing has come for a while. */
  sendWaiting(): void {
    void waitForPromise(this.#send(this.#waiting.splice(0, MOST_BAGS)));
    if (this.#waiting.length > 0) {
      this.#wait();
    }
  }

  async #send(waiting: readonly Waiting[]): Promise<void> {
    const bags: Record<number, Record<number, string>> = {};
    try {
      const { identity } = this.encryptedMessagesIdentity;
      for (const { topicId, epoch, seal, ...each } of waiting) {
        if (each.identity === identity) {
          bags[topicId] = { ...bags[topicId], [epoch]: await seal() };
        }
      }
      await haveCsrfToken();
      // locked or replaced meanwhile: nobody could open them
      if (identity && identity === this.encryptedMessagesIdentity.identity) {
        await ajax("/encrypted-messages/key-bags.json", {
          type: "PUT",
          data: { fingerprint: encodeBase64url(identity.fingerprint), bags },
          // told of a lost connection
          ignoreUnsent: false,
        });
      }
    } catch {
      // the grants are there
    }
  }
}
