import { module, test } from "qunit";
import {
  makeEstimator,
  type SecretStrength,
  secretStrength,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret";
import * as zxcvbn from "../../vendor/zxcvbn";

const estimator = makeEstimator(zxcvbn);
const JANE = ["jane", "Jane Doe", "jane.doe@example.com", "Ferry Fans"];

function strengthOf(secret: string): SecretStrength {
  return secretStrength(secret, JANE, estimator);
}

function shown(secret: string): string {
  const { score, digits } = strengthOf(secret);
  return `${JSON.stringify(secret)}: ${score} (10^${digits.toFixed(1)})`;
}

module("Unit | Lib | encrypted-messages | secret strength", function () {
  for (const [kind, secrets] of Object.entries({
    "keys beside each other": [
      "1q2w3e4r5t6y",
      "q1w2e3r4t5y6",
      "1qaz2wsx3edc4rfv",
      "qwertzuiop",
      "asdfghjkl;'",
    ],
    "keys beside each other on other keyboards": [
      "йцукенгшщзхъ",
      "ςερτυθιοπασδ",
      "קראטוןםפשדגכ",
      "ضصثقفغعهخحجد",
    ],
    "dates and numbers in order": [
      "15.08.1947-15.08.1950",
      "24.12.1999",
      "98765432109876",
    ],
    "a few short words, however often": [
      "To be or not to be",
      "to-be-or-not-to-be",
      "ToBeOrNotToBe",
      "tobeornottobe",
      "Sein oder nicht sein",
      "correct correct correct correct",
    ],
    "one's own name, address and site": [
      "jane.doe@example.com",
      "jane.doe@example.com1",
      "JaneDoe1987",
      "Doe.Jane.Doe",
      "FerryFans2026",
    ],
    "the commonest passwords and repetitions": [
      "",
      "password123",
      "Passw0rd!!!",
      "iloveyou1234",
      "пароль123456",
      "aaaaaaaaaaaaaaaaaaaa",
      "abababababababababab",
      "我我我我我我我我我我我我我",
      "geheimnisvoll",
    ],
  })) {
    test(`below the default minimum: ${kind} (H16)`, function (assert) {
      for (const secret of secrets) {
        assert.true(strengthOf(secret).score < 2, shown(secret));
      }
    });
  }

  for (const [kind, secrets] of Object.entries({
    "words drawn at random, with and without spaces": [
      "correcthorsebatterystaple",
      "correct horse battery staple",
      "seven wooden spoons in a drawer",
    ],
    "sentences in any script": [
      "我昨天在公园里看见三只白猫",
      "わたしはきのうこうえんでねこをみた",
      "나는어제공원에서고양이를봤다",
      "моя собака съела семнадцать пицц",
      "ο σκύλος μου έφαγε δεκαεπτά πίτσες",
      "הכלב שלי אכל שבע עשרה פיצות",
      "كلبي أكل سبعة عشر بيتزا",
      "मेरे कुत्ते ने सत्रह पिज़्ज़ा खाए",
    ],
    "characters drawn at random": ["x7$kQ!92mmPz", "9fK#2vLq!x8Zr@4tWm"],
  })) {
    test(`enough for the default minimum: ${kind} (H16)`, function (assert) {
      for (const secret of secrets) {
        assert.true(strengthOf(secret).score >= 2, shown(secret));
      }
    });
  }

  test("the whole scale is used (H16)", function (assert) {
    assert.deepEqual(
      [
        "password123",
        "geheimnisvoll",
        "mountain harbour 42",
        "correct horse battery staple",
        "wet 7 marmots Juggle; quietly 94 tin zebras",
      ].map((secret) => strengthOf(secret).score),
      [0, 1, 2, 3, 4]
    );
  });

  test("48 characters are read, so that no secret keeps a device busy (H16)", function (assert) {
    const start = "wet 7 marmots Juggle; quietly 94 tin zebras".padEnd(48, "!");
    assert.deepEqual(strengthOf(start + "x".repeat(900)), strengthOf(start));
    for (const secret of ["aA1!".repeat(250), "p4ssw0rd@1l3".repeat(80)]) {
      const started = performance.now();
      strengthOf(secret);
      assert.true(performance.now() - started < 1000, secret.slice(0, 12));
    }
  });

  test("how a secret is composed makes no difference (H16)", function (assert) {
    const secret = "Ümlaut größer Überfluß";
    assert.deepEqual(
      strengthOf(` ${secret.normalize("NFD")} `),
      strengthOf(secret)
    );
  });

  test("a score begins at just so many guesses (H16)", function (assert) {
    const text = "x7$kQ!92mmPzf9fK#2vLqx8Zr@4tWm"; // a text that its words do not bound
    for (const [digits, score] of [
      [7.9, 0],
      [8, 1],
      [11.9, 1],
      [12, 2],
      [15.9, 2],
      [16, 3],
      [19.9, 3],
      [20, 4],
    ] as [number, number][]) {
      assert.deepEqual(
        secretStrength(text, [], () => digits),
        { score, digits }
      );
    }
    assert.deepEqual(
      secretStrength(" ", [], () => 20),
      { score: 0, digits: 0 }
    );
  });

  test("of several ways to look at a secret the weakest counts, and words about its author are handed on (H16)", function (assert) {
    const asked: [string, string[]][] = [];
    const { digits } = secretStrength(
      "йцукен x7$kQ!92mmPzf9fK#2vLqx8",
      ["Jane Doe", "jane.doe@EXAMPLE.com", "x", ""],
      (text, about) => {
        asked.push([text, about]);
        return text.startsWith("qwerty") ? 3 : 9;
      }
    );
    assert.strictEqual(digits, 3);
    assert.deepEqual(
      asked.map(([text]) => text),
      ["йцукен x7$kQ!92mmPzf9fK#2vLqx8", "qwerty x7$kq!92mmpzf9fk#2vlqx8"]
    );
    assert.deepEqual(asked[0]![1], [
      "jane doe",
      "jane.doe@example.com",
      "janedoe",
      "janedoeexamplecom",
      "jane",
      "doe",
      "jane",
      "doe",
      "example",
      "com",
    ]);
  });

  test("running text is bounded by its words (H16)", function (assert) {
    const bound = (secret: string) =>
      Number(secretStrength(secret, [], () => 99).digits.toFixed(1));
    assert.strictEqual(bound("word"), 3.3);
    assert.strictEqual(bound("word word"), 3.7, "a repeated word");
    assert.strictEqual(bound("word Word"), 3.7, "in another case");
    assert.strictEqual(bound("wordWord"), 3.5);
    assert.strictEqual(bound("word  other"), 7.5);
    assert.strictEqual(bound("7"), 1);
    assert.strictEqual(bound("77"), 2, "digits may come again");
    assert.strictEqual(bound("!!"), 1.2, "signs may not");
    assert.strictEqual(bound("aBB"), 3.6);
  });
});
