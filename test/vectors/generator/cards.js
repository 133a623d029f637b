import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  openCard,
  sealCard,
} from "../../../assets/javascripts/discourse/lib/card";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { encode, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withValues,
} from "./changes";
import { HEADER, HEADER_CAUSES } from "./names";
import { CREATED_AT } from "./random";
import { Refusals } from "./refusals";
import { sign1 } from "./seal";

const PAYLOAD = {
  1: "encryption key",
  2: "verification key",
  3: "time",
  4: "previous fingerprint",
};
const RSA_KEY = { 1: "kty", 3: "alg", "-1": "n", "-2": "e" };
const OKP_KEY = { 1: "kty", 3: "alg", "-1": "crv", "-2": "x" };

// The points of Ed25519 whose order divides 8, in every encoding (RFC 8032 §5.1.2) but for the sign of x: for each there are
// signatures that hold for many texts, or all.
const SMALL_ORDER = [
  "00".repeat(32),
  "01" + "00".repeat(31),
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ec" + "ff".repeat(30) + "7f",
  "ed" + "ff".repeat(30) + "7f",
  "ee" + "ff".repeat(30) + "7f",
];
/** R the neutral point, S zero: what holds for every text under a key that is the neutral point. */
const UNIVERSAL = new Uint8Array(64).with(0, 1);

export async function cardVectors({ jane, pete, pete2, mallory }, grant) {
  const rotated = await sealCard({
    userId: pete.userId,
    encryptionKey: jane.encryption.publicKey,
    verificationKey: pete.signing.publicKey,
    signingKey: pete.signing.privateKey,
    createdAt: CREATED_AT + 1,
    previousFingerprint: pete.openedCard.fingerprint,
  });
  return {
    accepted: [
      await acceptedCard("Jane's card", jane.userId, jane.card),
      await acceptedCard("Pete's card", pete.userId, pete.card),
      await acceptedCard("a card that replaces another", pete.userId, rotated),
      await acceptedCard(
        "a card that another vouches for",
        pete.userId,
        pete2.card
      ),
      await acceptedCard(
        "a card with a vouch that nobody who knows it alone can verify",
        pete.userId,
        asText(await falselyVouched(pete2))
      ),
    ],
    refused: await refusedCards(jane, pete, mallory, grant),
  };
}

const asText = (value) => encodeBase64url(encode(value));

/** The card with a vouch that holds for nothing, signed anew. */
function falselyVouched({ card, signing }) {
  const [header, , payload] = decodeCborText(card).value;
  return sign1(
    signing.privateKey,
    header,
    withValues(decodeCbor(payload), { 5: new Uint8Array(64) })
  );
}

async function acceptedCard(name, userId, card) {
  const opened = await openCard(card, userId);
  const { n } = await crypto.subtle.exportKey("jwk", opened.encryptionKey);
  const { x } = await crypto.subtle.exportKey("jwk", opened.verificationKey);
  return {
    name,
    given: { user_id: userId, card },
    gives: {
      fingerprint: encodeBase64url(opened.fingerprint),
      created_at: opened.createdAt,
      previous_fingerprint:
        opened.previousFingerprint &&
        encodeBase64url(opened.previousFingerprint),
      modulus: n,
      verification_key: x,
    },
  };
}

async function refusedCards(jane, pete, mallory, grant) {
  const refusals = new Refusals("card", { user_id: jane.userId });
  const card = decodeCborText(jane.card);
  const header = decodeCbor(card.value[0]);
  const payload = decodeCbor(card.value[2]);
  const signature = card.value[3];
  const key = jane.signing.privateKey;

  refusals.addText("another member's card", pete.card, "wrong-user");
  refusals.addText("a grant", grant, "wrong-kind");
  refusals.addText("longer than any card (H14)", "A".repeat(4097), "too-large");
  misspellings(jane.card).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  await refusals.addAll("", structures(card), (changed) => changed);

  await refusals.addAll(
    "signed anew, ",
    [
      ...alterations(header, HEADER),
      ...misshapings(header, HEADER, "header: "),
    ],
    (changed) => sign1(key, changed, payload),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "signed anew, ",
    misshapings(payload, PAYLOAD, "payload: "),
    (changed) => sign1(key, header, changed)
  );
  for (const [field, names, label] of [
    [1, RSA_KEY, "encryption key: "],
    [2, OKP_KEY, "verification key: "],
  ]) {
    const shapes = misshapings(payload.get(field), names);
    const values = alterations(payload.get(field), names).filter(
      ([, , name]) => !["n", "x"].includes(names[name])
    );
    await refusals.addAll(
      `signed anew, ${label}`,
      [...shapes, ...values],
      (changed) => sign1(key, header, new Map(payload).set(field, changed))
    );
  }
  const n = payload.get(1).get(-1);
  await refusals.addAll(
    "signed anew, encryption key: ",
    [
      ["even modulus", altered(n)],
      ["modulus of 3071 bits", n.with(0, n[0] % 0x80)],
      ["modulus of 383 bytes", n.slice(1)],
      ["modulus with a zero before it", new Uint8Array([0, ...n])],
    ],
    (modulus) =>
      sign1(
        key,
        header,
        new Map(payload).set(1, new Map(payload.get(1)).set(-1, modulus))
      )
  );
  await refusals.addAll(
    "signed anew, ",
    [
      ["negative time", new Map(payload).set(3, -1)],
      [
        "previous fingerprint of 31 bytes",
        new Map(payload).set(4, new Uint8Array(31)),
      ],
      [
        "a vouch without a previous fingerprint",
        withValues(payload, { 5: new Uint8Array(64) }),
      ],
      ...[63, 65].map((length) => [
        `a vouch of ${length} bytes`,
        withValues(payload, {
          4: new Uint8Array(32),
          5: new Uint8Array(length),
        }),
      ]),
      [
        "a vouch that is a number",
        withValues(payload, { 4: new Uint8Array(32), 5: 0 }),
      ],
    ],
    (changed) => sign1(key, header, changed)
  );

  await refusals.addAll(
    "signature over what it was, ",
    [
      ...alterations(payload, PAYLOAD).filter(([, , field]) => field !== 1),
      ["encryption key exchanged", new Map(payload).set(1, keyOf(mallory, 1))],
      [
        "verification key exchanged",
        new Map(payload).set(2, keyOf(mallory, 2)),
      ],
      [
        "previous fingerprint added",
        new Map(payload).set(4, new Uint8Array(32)),
      ],
      [
        "previous fingerprint and vouch added",
        withValues(payload, { 4: new Uint8Array(32), 5: new Uint8Array(64) }),
      ],
    ],
    (changed) => sign1(key, header, changed, { payload }),
    {},
    "bad-signature"
  );
  const parts = card.value;
  for (const point of SMALL_ORDER) {
    const x = new Uint8Array(Buffer.from(point, "hex"));
    for (const sign of [0, 0x80]) {
      const verificationKey = x.with(31, x[31] + sign);
      const changed = new Map(payload).set(
        2,
        new Map(payload.get(2)).set(-2, verificationKey)
      );
      refusals.add(
        `verification key of small order ${point.slice(0, 4)}…${point.slice(-2)}, sign ${sign && 1} (H3)`,
        new Tagged(18, [parts[0], parts[1], encode(changed), UNIVERSAL]),
        "malformed"
      );
    }
  }
  refusals.add(
    "signature altered",
    new Tagged(18, parts.with(3, altered(signature))),
    "bad-signature"
  );
  refusals.add(
    "signature of 63 bytes",
    new Tagged(18, parts.with(3, signature.slice(1))),
    "malformed"
  );
  refusals.add(
    "signature of 65 bytes",
    new Tagged(18, parts.with(3, new Uint8Array([...signature, 0]))),
    "malformed"
  );
  refusals.add(
    "signed by another",
    await sign1(mallory.signing.privateKey, header, payload),
    "bad-signature"
  );
  return refusals.list;
}

function keyOf(person, field) {
  return decodeCbor(decodeCborText(person.card).value[2]).get(field);
}
