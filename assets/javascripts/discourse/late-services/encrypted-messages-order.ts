import { cached } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { claimedPlace } from "../lib/index";
import type { OpenedPosts } from "../reading/opened-posts";
import { type LoadedPost, oddities, type Oddity } from "../reading/order";
import { everybody, nameOf } from "../reading/people";
import type { CurrentUser, Post, Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesNamesService from "./encrypted-messages-names";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

const SMALL_ACTION = 3;

/** What is odd about the posts that a topic's page has loaded. Templates that asked follow it. */
export default class EncryptedMessagesOrderService extends Service {
  @service declare currentUser: CurrentUser | null;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesNames: EncryptedMessagesNamesService;

  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  #judgements = new WeakMap<Topic, Judgement>();
  #fetched = new WeakMap<
    Post,
    { raw: string | undefined; done: Promise<true> }
  >();

  /** @returns undefined where nothing is to be said of it */
  oddityOf(topic: Topic, { id }: Pick<Post, "id">): Oddity | undefined {
    let judgement = this.#judgements.get(topic);
    if (!judgement) {
      judgement = new Judgement(
        topic,
        this.encryptedMessagesConversations.openedPosts,
        () => this.#mayHideSomebody(topic)
      );
      this.#judgements.set(topic, judgement);
    }
    return judgement.oddities.get(id);
  }

  /** Has core fetch a post once more: a page may not have heard of an edit. Once for what it shows. */
  fetchAgain({ postStream }: Topic, post: Post): Promise<true> {
    const raw = post.encrypted_raw;
    let fetching = this.#fetched.get(post);
    if (!fetching || fetching.raw !== raw) {
      const done = Promise.resolve(
        postStream?.triggerChangedPost?.(post.id, new Date(), {
          preserveCooked: true,
        })
      ).then(
        () => true as const,
        () => true as const
      );
      fetching = { raw, done };
      this.#fetched.set(post, fetching);
    }
    return fetching.done;
  }

  /** Whether the member ignores somebody who has taken part: core drops new posts of theirs without a trace. */
  #mayHideSomebody(topic: Topic): boolean {
    const ignored = this.currentUser?.ignored_users ?? [];
    if (ignored.length === 0) {
      return false;
    }
    const roster = this.encryptedMessagesRosters.known(topic);
    return (
      !roster ||
      everybody(roster).some((id) => {
        const name =
          nameOf(topic, id) ?? this.encryptedMessagesNames.calledOf(id);
        return name === undefined || (name !== null && ignored.includes(name));
      })
    );
  }
}

/** Over all the posts of a topic that are loaded, once for each change. */
class Judgement {
  #topic: Topic;
  #opened: OpenedPosts;
  #mayHideSomebody: () => boolean;
  #claims = new WeakMap<Post, { raw: string; place: LoadedPost["place"] }>();

  constructor(
    topic: Topic,
    opened: OpenedPosts,
    mayHideSomebody: () => boolean
  ) {
    this.#topic = topic;
    this.#opened = opened;
    this.#mayHideSomebody = mayHideSomebody;
  }

  @cached
  get oddities(): Map<number, Oddity> {
    // one that is being sent has no number of its own yet
    const posts = (this.#topic.postStream?.posts ?? []).filter(
      ({ id }) => id > 0
    );
    return oddities(
      posts.map((post) => this.#loaded(post)),
      { isWhole: this.#isWhole(posts), unshown: this.#unshown(posts) }
    );
  }

  #loaded(post: Post): LoadedPost {
    const opened = this.#opened.get(post.id);
    const isRefused = this.#opened.isRefused(post);
    const isOf =
      opened?.conversationId === this.#topic.encrypted_conversation?.id;
    return {
      id: post.id,
      number: post.post_number,
      place: this.#placeOf(post),
      isRefused,
      // an edit names what the message named before
      named: opened && isOf ? opened.latestRead : null,
    };
  }

  #placeOf(post: Post): LoadedPost["place"] {
    const raw = post.encrypted_raw;
    if (!raw) {
      return null;
    }
    const known = this.#claims.get(post);
    if (known?.raw === raw) {
      return known.place;
    }
    const place = claimedPlace(raw);
    this.#claims.set(post, { raw, place });
    return place;
  }

  /** Core's own filters show some posts; of very long topics it does not say which there are. */
  #isWhole(posts: readonly Post[]): boolean {
    const { stream, streamFilters, isMegaTopic } = this.#topic.postStream ?? {};
    const loaded = new Set(posts.map(({ id }) => id));
    return (
      Boolean(stream?.length) &&
      !isMegaTopic &&
      Object.keys(streamFilters ?? {}).length === 0 &&
      stream!.every((id) => id < 0 || loaded.has(id)) &&
      !this.#mayHideSomebody()
    );
  }

  #unshown(posts: readonly Post[]): number {
    const { before = {}, after = {} } = this.#topic.postStream?.gaps ?? {};
    const loaded = new Set(posts.map(({ id }) => id));
    const gaps = [before, after]
      .flatMap((gap) => Object.values(gap).flat())
      .filter((id) => !loaded.has(id));
    const emptied = posts.filter(
      (post) => post.post_type !== SMALL_ACTION && !this.#placeOf(post)
    );
    return new Set(gaps).size + emptied.length;
  }
}
