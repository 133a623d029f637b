import type { Identity } from "heart/identity";
import { Lost, type Network } from "./network";
import { Page } from "./page";
import { type Browser, runIn } from "./platform/running";
import { MemoryStorage } from "./platform/storage";
import { send } from "./routes";
import type { OwnState, PagePost } from "./stored";

/** How many answers of the site a member waits for. */
const PATIENCE = 10;

/** Something that a member is told of, and that an honest site gives no reason for. */
export interface Alarm {
  device: string;
  /** null where it is about all conversations. */
  topicId: number | null;
  what: string;
}

/** What a member knows besides what is on their devices. */
export interface Person {
  userId: number;
  /** One of them opens what the site keeps: which, is not known where no answer came. */
  secrets: string[];
  /** All keys that they ever had. */
  keys: Identity[];
}

/** A member's browser: one page after the other, and what is kept between them. */
export class Device implements Browser {
  readonly name: string;
  readonly person: Person;
  readonly network: Network;
  readonly skew: number;
  readonly storage = new MemoryStorage();
  readonly alarms: Alarm[] = [];
  isBusy = false;
  hasHeardOfSetBack = false;
  #page: Page | null = null;

  constructor(name: string, person: Person, network: Network, skew: number) {
    this.name = name;
    this.person = person;
    this.network = network;
    this.skew = skew;
  }

  get userId(): number {
    return this.person.userId;
  }

  /** The one that is open. */
  get page(): Page {
    return this.#page!;
  }

  get hasPage(): boolean {
    return this.#page !== null;
  }

  get identity(): Identity | null {
    return this.#page?.services.identity.identity ?? null;
  }

  run<T>(job: () => Promise<T>): Promise<T> {
    return runIn(this, job);
  }

  /** The next page. Nothing is left of the one before. */
  async load(): Promise<void> {
    const own = await this.network.ask<OwnState>(
      this,
      { name: "own state", topicId: null },
      (server) => server.accounts.ownState(this.userId)
    );
    this.#page?.close();
    this.#page = new Page(this.userId, own, async (id) => {
      const [topicId] = [...this.page.topics].find(([, { postStream }]) =>
        postStream?.stream?.includes(id)
      )!;
      const post = await this.postOf(topicId, id);
      return { ...post, raw: post.encrypted_raw };
    });
    const { identity } = this.page.services;
    await identity.load();
    await this.untilPutBack();
    if (identity.state === "locked") {
      await this.unlock();
    }
    this.noteKeys();
  }

  /**
   * Where the site has lost the keys, or has earlier ones, the member puts them back, as a dialog proposes.
   *
   * @throws Lost where that got no answer: the next page proposes it again
   */
  async untilPutBack(): Promise<void> {
    const { backup } = this.page.services;
    for (let times = 0; backup.problem && times < PATIENCE; times++) {
      const request = { name: "wait", topicId: null };
      await this.network.ask(this, request, () => null);
    }
    if (backup.problem) {
      this.#page = null;
      throw new Lost();
    }
  }

  async unlock(): Promise<void> {
    const { identity } = this.page.services;
    await this.withSecret((secret) => identity.unlock(secret));
    this.noteKeys();
  }

  /** By the secret of now: where it is not known which, since no answer came, by the last that opens. */
  async withSecret(open: (secret: string) => Promise<void>): Promise<void> {
    const secrets = [...this.person.secrets].reverse();
    for (const [at, secret] of secrets.entries()) {
      try {
        await open(secret);
        return;
      } catch (error) {
        const isWrong =
          (error as { reason?: string }).reason === "wrong-secret";
        if (!isWrong || at === secrets.length - 1) {
          throw error;
        }
      }
    }
  }

  noteKeys(): void {
    const { identity } = this;
    const { keys } = this.person;
    if (identity && !keys.some(({ card }) => card === identity.card)) {
      keys.push(identity);
    }
  }

  postOf(topicId: number, postId: number): Promise<PagePost> {
    return this.network.ask(this, { name: "post", topicId }, (server) =>
      server.post(this.userId, topicId, postId)
    );
  }

  send(
    method: string,
    path: string,
    data: Record<string, unknown>
  ): Promise<unknown> {
    const { network, userId } = this;
    return send(method, { network, browser: this, userId, data, path });
  }

  tell(what: string, topicId: number | null): void {
    const [current, ...earlier] =
      this.network.server.accounts.all.get(this.userId)?.cards ?? [];
    const own = this.identity?.card;
    const isReplaced =
      own &&
      own !== current &&
      (earlier.includes(own) || !this.#hasNewest(own));
    if (isReplaced) {
      // another device has replaced the keys meanwhile: the page is told, and closes all
      return;
    }
    this.alarms.push({ device: this.name, topicId, what });
  }

  #hasNewest(card: string): boolean {
    return this.person.keys.at(-1)!.card === card;
  }
}
