import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type DirectoryService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-directory";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { people } from "../../vendor/vectors";

const PATH = "/encrypted-messages/identities.json";

module("Unit | Service | encrypted-messages-directory", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(function () {
    return logInAs(getOwner(this)!, "jane");
  });
  hooks.afterEach(clearDevices);

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
    const identity = (name: "pete" | "mallory", username: string) => ({
      user_id: userIdOf(name),
      username,
      card: people[name]!.card,
    });

    pretender.get(PATH, () =>
      json(200, {
        identities: [identity("pete", "Pete"), identity("mallory", "mallory")],
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
        identities: [identity("pete", "pete"), identity("mallory", "pete")],
        missing: [],
      })
    );
    assert.deepEqual(await service(this).membersNamed(["pete"]), {
      cards: [],
      missing: ["pete"],
    });

    pretender.get(PATH, () => json(200, { identities: [], missing: [] }));
    assert.deepEqual(await service(this).membersNamed(["pete"]), {
      cards: [],
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
});
