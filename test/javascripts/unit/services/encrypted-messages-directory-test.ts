import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type DirectoryService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-directory";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { useTheirKeys } from "../../helpers/deciding";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../../helpers/members";
import { cardOf } from "../../helpers/people";
import { people } from "../../vendor/vectors";

const PATH = "/encrypted-messages/identities.json";

module("Unit | Service | encrypted-messages-directory", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(function () {
    return logInAs(getOwner(this)!, "jane");
  });
  hooks.afterEach(clearDevices);

  function identity(context: object): IdentityService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
  }

  function service(context: object): DirectoryService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-directory"
    ) as DirectoryService;
  }

  test("looks up everybody asked for at once in one request, and once", async function (assert) {
    const requests = serveIdentities(["pete", "mallory"]);
    const ids = [userIdOf("pete"), userIdOf("mallory"), 4711];

    const cards = await service(this).cardsOf([...ids, ...ids]);
    await service(this).cardOf(userIdOf("pete"));

    assert.deepEqual(
      cards.map(({ userId }) => userId),
      [userIdOf("pete"), userIdOf("mallory")]
    );
    assert.strictEqual(requests.length, 1);
    assert.deepEqual(requests[0]!.getAll("user_ids[]"), ids.map(String));
  });

  test("asks anew for a card that somebody has come to since, and once", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const requests = serveIdentities(["jane", "mallory"]);
    const { userId, fingerprint } = await cardOf("jane2");
    assert.strictEqual((await service(this).cardsOf([userId])).length, 1);

    serveIdentitiesAfterJaneReset();
    const cards = await service(this).cardsWith(userId, fingerprint);

    assert.deepEqual(
      cards.map((card) => encodeBase64url(card.fingerprint)),
      [fingerprint, (await cardOf("jane")).fingerprint].map(encodeBase64url)
    );
    assert.strictEqual(requests.length, 1);
    const again = serveIdentities(["jane", "mallory"]);
    await service(this).cardsWith(userId, fingerprint);
    await service(this).cardsWith(userIdOf("mallory"), fingerprint);
    await service(this).cardsWith(userIdOf("mallory"), fingerprint);
    assert.strictEqual(again.length, 2, "Mallory's, and once more");
  });

  test("takes another member's card for no card", async function (assert) {
    pretender.get(PATH, () =>
      json(200, {
        identities: [
          {
            user_id: userIdOf("pete"),
            username: "pete",
            card: people["mallory"]!.card,
          },
        ],
        missing: [],
      })
    );

    assert.strictEqual(await service(this).cardOf(userIdOf("pete")), null);
    assert.deepEqual(await service(this).membersNamed(["pete"]), {
      cards: [],
      changed: [],
      missing: ["pete"],
    });
  });

  test("asks again after a failure", async function (assert) {
    pretender.get(PATH, () => json(500, {}));
    await assert.rejects(service(this).cardOf(userIdOf("pete")));

    serveIdentities(["pete"]);
    const card = await service(this).cardOf(userIdOf("pete"));
    assert.strictEqual(card?.userId, userIdOf("pete"));
  });

  test("names those who have no card", async function (assert) {
    serveIdentities(["pete"]);
    const { cards, missing } = await service(this).membersNamed([
      "pete",
      "karl",
    ]);

    assert.deepEqual(
      cards.map(({ username }) => username),
      ["pete"]
    );
    assert.deepEqual(missing, ["karl"]);
  });

  test("takes nobody whom it did not ask for", async function (assert) {
    const answerFor = (name: "pete" | "mallory", username: string) => ({
      user_id: userIdOf(name),
      username,
      card: people[name]!.card,
    });

    pretender.get(PATH, () =>
      json(200, {
        identities: [
          answerFor("pete", "Pete"),
          answerFor("mallory", "mallory"),
        ],
        missing: [],
      })
    );
    const added = await service(this).membersNamed(["pete"]);
    assert.deepEqual(
      added.cards.map(({ card }) => card.userId),
      [userIdOf("pete")]
    );

    pretender.get(PATH, () =>
      json(200, {
        identities: [answerFor("pete", "pete"), answerFor("mallory", "pete")],
        missing: [],
      })
    );
    assert.deepEqual(await service(this).membersNamed(["pete"]), {
      cards: [],
      changed: [],
      missing: ["pete"],
    });

    pretender.get(PATH, () => json(200, { identities: [], missing: [] }));
    assert.deepEqual(await service(this).membersNamed(["pete"]), {
      cards: [],
      changed: [],
      missing: ["pete"],
    });
  });

  test("takes no member twice under two names", async function (assert) {
    pretender.get(PATH, () =>
      json(200, {
        identities: ["pete", "karl"].map((username) => ({
          user_id: userIdOf("pete"),
          username,
          card: people["pete"]!.card,
        })),
        missing: [],
      })
    );

    const { missing } = await service(this).membersNamed(["pete", "karl"]);
    assert.deepEqual(missing, ["karl"]);
  });

  /** @returns the names of those who can be written to, and of those about whom the member is asked */
  async function found(
    context: object,
    username: string
  ): Promise<{ cards: string[]; changed: string[] }> {
    const { cards, changed } = await service(context).membersNamed([username]);
    const fingerprints = (members: { card: IdentityCard | null }[]) =>
      members.map(({ card }) => encodeBase64url(card!.fingerprint));
    return { cards: fingerprints(cards), changed: fingerprints(changed) };
  }

  async function fingerprintOf(name: string): Promise<string> {
    return encodeBase64url((await cardOf(name)).fingerprint);
  }

  test("gives no changed card without the member's consent, nor for a consent to another (H6)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const [first, second] = await Promise.all([
      fingerprintOf("jane"),
      fingerprintOf("jane2"),
    ]);
    serveIdentities(["jane"]);
    assert.deepEqual(await found(this, "jane"), {
      cards: [first],
      changed: [],
    });

    serveIdentitiesAfterJaneReset();
    for (const name of ["jane", "JANE"]) {
      const answer = await found(this, name);
      assert.deepEqual(answer, { cards: [], changed: [second] });
    }

    const { changed } = await service(this).membersNamed(["jane"]);
    await identity(this).load();
    await useTheirKeys(getOwner(this)!, changed);
    assert.deepEqual(await found(this, "jane"), {
      cards: [second],
      changed: [],
    });

    serveIdentities(["jane"]);
    assert.deepEqual(
      await found(this, "jane"),
      { cards: [], changed: [first] },
      "back again is a change, too"
    );
  });

  test("takes what a member has read by for known (H6)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    await service(this).historyOf(userIdOf("jane"));

    serveIdentitiesAfterJaneReset();
    assert.deepEqual(await found(this, "jane"), {
      cards: [],
      changed: [await fingerprintOf("jane2")],
    });
  });

  test("takes another member under a known name for a change (H6)", async function (assert) {
    serveIdentities(["pete"]);
    await found(this, "pete");
    pretender.get(PATH, () =>
      json(200, {
        identities: [
          {
            user_id: userIdOf("mallory"),
            username: "pete",
            card: people["mallory"]!.card,
          },
        ],
        missing: [],
      })
    );
    assert.deepEqual(await found(this, "pete"), {
      cards: [],
      changed: [await fingerprintOf("mallory")],
    });
  });
});
