import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type {
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import { clearDevices, logInAs, serveIdentities } from "../../helpers/members";
import { serveLeftOut, serveRosters } from "../../helpers/roster-site";
import { servedTopic, serviceOf } from "../../helpers/served-topic";

const SCREEN = 20;

interface Counts {
  transactions: number;
  decrypted: number;
  encrypted: number;
  verified: number;
  unwrapped: number;
  /** Markdown engines that were made */
  engines: number;
  requests: number;
}

module("Unit | Service | encrypted-messages | never twice", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  let requests: unknown[];
  let conversation: Conversation;
  let topic: Topic;
  let posts: Post[];

  hooks.beforeEach(async function () {
    await logInAs(getOwner(this)!, "pete");
    requests = serveIdentities(["jane", "pete"]);
    conversation = await Conversation.start();
    for (let at = 0; at < SCREEN; at++) {
      await conversation.write(at % 3 ? "jane" : "pete", `**Text** ${at}`);
    }
    topic = servedTopic(conversation, "pete");
    posts = topic.postStream!.posts as Post[];
  });

  function conversations(context: object): ConversationsService {
    return serviceOf(getOwner(context)!, "conversations");
  }

  /** What it takes to do something, and all that it brings about. */
  async function counted(
    context: object,
    work: () => Promise<unknown>
  ): Promise<Counts> {
    const { subtle } = crypto;
    const settings = getOwner(context)!.lookup(
      "service:site-settings"
    ) as Record<string, unknown>;
    let engines = 0;
    const name = "markdown_typographer_quotation_marks";
    const value = settings[name];
    Object.defineProperty(settings, name, {
      configurable: true,
      get: () => {
        engines++;
        return value;
      },
    });
    const asked = requests.length;
    const spies = {
      transactions: sinon.spy(IDBDatabase.prototype, "transaction"),
      decrypted: sinon.spy(subtle, "decrypt"),
      encrypted: sinon.spy(subtle, "encrypt"),
      verified: sinon.spy(subtle, "verify"),
      unwrapped: sinon.spy(subtle, "unwrapKey"),
    };
    try {
      await work();
      await settled();
      return {
        transactions: spies.transactions.callCount,
        decrypted: spies.decrypted.callCount,
        encrypted: spies.encrypted.callCount,
        verified: spies.verified.callCount,
        unwrapped: spies.unwrapped.callCount,
        engines,
        requests: requests.length - asked,
      };
    } finally {
      sinon.restore();
      Object.defineProperty(settings, name, {
        value,
        writable: true,
        configurable: true,
        enumerable: true,
      });
    }
  }

  const showing = { newTab: false, isWanted: () => true };

  function showAll(context: object, places: readonly object[], shown = posts) {
    return Promise.all(
      shown.map((post, at) =>
        conversations(context).showPost(places[at]!, post, topic, showing)
      )
    );
  }

  const places = Array.from({ length: SCREEN }, () => ({}));

  test("a screen of posts takes no more transactions than one, and each post is decrypted and verified once", async function (assert) {
    await conversations(this).readPost(posts[0]!, topic);
    const one = await counted(this, () =>
      showAll(this, places.slice(0, 1), posts.slice(1, 2))
    );
    const many = await counted(this, () =>
      showAll(this, places, posts.slice(2))
    );
    const count = SCREEN - 2;
    assert.strictEqual(many.transactions, one.transactions);
    assert.true(many.transactions <= 6, `${many.transactions}`);
    assert.strictEqual(many.decrypted, count);
    assert.strictEqual(many.verified, count);
    assert.strictEqual(many.unwrapped, 0);
    assert.strictEqual(many.requests, 0);
    assert.strictEqual(many.engines, 1);
  });

  test("who is shown in many posts is looked up and verified once, in one request", async function (assert) {
    const first = await counted(this, () => showAll(this, places));
    assert.strictEqual(first.requests, 1);
    assert.true(first.unwrapped <= 2, "the conversation's key alone");
    // each post; and two cards, the roster's entry and the grant
    assert.true(first.verified <= SCREEN + 6, `${first.verified}`);
  });

  test("what is shown is not read again when the page draws it anew", async function (assert) {
    await showAll(this, places);
    const again = await counted(this, () => showAll(this, places));
    assert.deepEqual(
      { ...again, transactions: again.transactions <= 2 },
      {
        // where it stands by now
        transactions: true,
        decrypted: 0,
        encrypted: 0,
        verified: 0,
        unwrapped: 0,
        engines: 0,
        requests: 0,
      }
    );
  });

  test("what was shown comes back without being verified or laid out, and lies encrypted meanwhile", async function (assert) {
    const [before] = await showAll(this, places);
    const html = String(before!.html);
    const leaving = await counted(this, async () =>
      places.forEach((place) => conversations(this).leavePost(place))
    );
    assert.strictEqual(leaving.encrypted, SCREEN);
    assert.strictEqual(before!.html, null, "it holds nothing any more");
    assert.strictEqual(leaving.decrypted, 0);

    const back = await counted(this, async () => {
      const [after] = await showAll(this, places);
      assert.strictEqual(String(after!.html), html);
      assert.deepEqual(after!.reading, before!.reading);
    });
    assert.strictEqual(back.decrypted, SCREEN);
    assert.strictEqual(back.verified, 0);
    assert.strictEqual(back.unwrapped, 0);
    assert.strictEqual(back.engines, 0);
    assert.true(back.transactions <= 2, `${back.transactions}`);

    const gone = await counted(this, async () =>
      places.forEach((place) => conversations(this).leavePost(place))
    );
    assert.strictEqual(gone.encrypted, 0, "it is as it was");
  });

  test("another envelope, author or topic is read anew (attack)", async function (assert) {
    await showAll(this, places);
    const post = posts[1]!;
    const other = { ...post, user_id: post.user_id! + 1 } as Post;
    const forged = await conversations(this).showPost(
      {},
      other,
      topic,
      showing
    );
    assert.deepEqual(forged.reading, {
      state: "failed",
      reason: "wrong-author",
    });
  });

  test("is gone with the keys, and locked again (attack)", async function (assert) {
    await showAll(this, places);
    conversations(this).leavePost(places[0]!);
    await settled();
    const identity = serviceOf<IdentityService>(getOwner(this)!, "identity");
    await identity.forget();
    const { reading, html } = await conversations(this).showPost(
      places[0]!,
      posts[0]!,
      topic,
      showing
    );
    assert.strictEqual(reading.state, "locked");
    assert.strictEqual(html, null);
  });

  test("a list whose titles are known asks nobody, and takes as many transactions as one topic", async function (assert) {
    const others: Conversation[] = [];
    for (let at = 0; at < 10; at++) {
      others.push(
        await Conversation.start({ topicId: 600 + at, title: `${at}` })
      );
    }
    serveRosters([conversation, ...others]);
    const asked = serveLeftOut(others, "pete");
    const rows = others.map(
      (each) => each.listItemJson("pete") as unknown as Topic
    );
    const read = (list: Topic[]) =>
      Promise.all(list.map((row) => conversations(this).readTitle(row)));
    const titles = await read(rows);
    assert.deepEqual(
      titles.map((title) => title.state === "open" && title.message.text),
      others.map((_, at) => `${at}`)
    );

    await settled(); // whoever takes part has been met, and what was read is kept
    assert.strictEqual(asked.length, 1);
    const one = await counted(this, () => read(rows.slice(0, 1)));
    const all = await counted(this, () => read(rows));
    assert.strictEqual(all.transactions, one.transactions);
    assert.strictEqual(all.requests, 0);
    assert.strictEqual(asked.length, 1);
    assert.strictEqual(all.unwrapped, 0);
    assert.strictEqual(all.decrypted, rows.length);
  });
});
