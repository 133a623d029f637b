import { encodeUtf8 } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import {
  openName,
  sealName,
} from "../../../assets/javascripts/discourse/lib/name";
import { Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { HEADER, HEADER_CAUSES } from "./names";
import { Refusals } from "./refusals";
import { sign1 } from "./seal";

// docs/protocol.md §6.3

const PAYLOAD = {
  1: "user id",
  2: "fingerprint",
  3: "username",
  4: "publication",
};

export async function nameVectors(people, entry) {
  const { jane, pete2 } = people;
  const accepted = [];
  for (const [what, person, username, publication] of [
    ["Jane's name", jane, "jane", 1],
    ["another name of hers, published later", jane, "Jane_Doe.2", 2],
    ["the last publication", jane, "jane", 2 ** 32 - 1],
    ["by keys that replaced others", pete2, "pete", 3],
    ["of other letters", jane, "ジェーン-ÄÖ\u0308", 1],
    ["of one byte", jane, "j", 1],
    ["of 240 bytes", jane, "漢".repeat(80), 1],
  ]) {
    const name = await sealName(person.identity, { username, publication });
    accepted.push({
      name: what,
      given: given(person, name),
      gives: await openName(name, person.openedCard),
    });
  }
  return {
    accepted,
    refused: await refusedNames(accepted[0].given, people, entry),
  };
}

function given({ userId, card }, signedName) {
  return { user_id: userId, card, signed_name: signedName };
}

async function refusedNames(good, { jane, jane2, pete, mallory }, entry) {
  const refusals = new Refusals("signed_name", good);
  const signed = decodeCborText(good.signed_name);
  const parts = signed.value;
  const header = decodeCbor(parts[0]);
  const payload = decodeCbor(parts[2]);
  const key = jane.signing.privateKey;
  const username = (bytes) => withValues(payload, { 3: bytes });

  refusals.addText("another member's", good.signed_name, "wrong-user", {
    user_id: pete.userId,
    card: pete.card,
  });
  refusals.addText(
    "of the member's earlier keys",
    good.signed_name,
    "wrong-fingerprint",
    { card: jane2.card }
  );
  refusals.addText("an entry of a roster", entry, "wrong-kind");
  refusals.addText("longer than any name", "A".repeat(684), "too-large");
  misspellings(good.signed_name).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  await refusals.addAll("", structures(signed), (changed) => changed);
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
    [
      ...withoutKeys(misshapings(payload, PAYLOAD, "payload: ")),
      ["no username", username(new Uint8Array(0))],
      ["a username of 241 bytes", username(new Uint8Array(241).fill(0x61))],
      ["a username not in UTF-8", username(new Uint8Array([0x61, 0xff]))],
      [
        "a username with a surrogate",
        username(new Uint8Array([0xed, 0xa0, 0x80])),
      ],
      ["user id 0", withValues(payload, { 1: 0 })],
      [
        "fingerprint of 31 bytes",
        withValues(payload, { 2: new Uint8Array(31) }),
      ],
      ["publication 0", withValues(payload, { 4: 0 })],
      ["publication 2^32", withValues(payload, { 4: 2 ** 32 })],
    ],
    (changed) => sign1(key, header, changed)
  );
  await refusals.addAll(
    "signed anew, ",
    alterations(payload, PAYLOAD).filter(([, , field]) => field < 3),
    (changed) => sign1(key, header, changed),
    { 1: "wrong-user", 2: "wrong-fingerprint" }
  );
  await refusals.addAll(
    "signature over what it was, ",
    [
      ["another username", username(encodeUtf8("pete"))],
      ["another publication", withValues(payload, { 4: 2 })],
    ],
    (changed) => sign1(key, header, changed, { payload }),
    {},
    "bad-signature"
  );
  refusals.add(
    "signed by another",
    await sign1(mallory.signing.privateKey, header, payload),
    "bad-signature"
  );
  refusals.add(
    "signed by the member's later keys",
    await sign1(jane2.signing.privateKey, header, payload),
    "bad-signature"
  );
  refusals.add(
    "signature altered",
    new Tagged(18, parts.with(3, altered(parts[3]))),
    "bad-signature"
  );
  refusals.add(
    "signature of 63 bytes",
    new Tagged(18, parts.with(3, parts[3].slice(1))),
    "malformed"
  );
  return refusals.list;
}
