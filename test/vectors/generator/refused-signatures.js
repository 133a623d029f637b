import { decodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode, Tagged } from "./cbor";
import { alterations, altered, misshapings, structures } from "./changes";
import { id } from "./layers";
import { HEADER, HEADER_CAUSES } from "./names";
import { encrypt0, sign1 } from "./seal";

const PAYLOAD = {
  1: "author's user id",
  2: "author's fingerprint",
  3: "time",
  4: "written after",
  5: "text",
  6: "title",
};
const NONCE = new Uint8Array(12).fill(9);

/** The signed layer, within good encryption: what a member with the conversation's key could do. */
export async function refuseInner(
  refusals,
  { header, layers, conversation, jane, mallory, pete }
) {
  const { header: inner, payload } = layers;
  const key = jane.signing.privateKey;
  const seal = async (signed) =>
    encrypt0(
      conversation.contentCryptoKey,
      header,
      pad(encode(await signed)),
      NONCE
    );

  await refusals.addAll(
    "signed anew, ",
    [...alterations(inner, HEADER), ...misshapings(inner, HEADER, "header: ")],
    (changed) => seal(sign1(key, changed, payload)),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "signed anew, ",
    misshapings(payload, PAYLOAD, "payload: ")
      .filter(([what]) => what !== "title dropped")
      .map((change) => change.slice(0, 2)),
    (changed) => seal(sign1(key, inner, changed))
  );
  const ids = [1, 2].map((n) => decodeBase64url(id(n)));
  await refusals.addAll(
    "signed anew, ",
    [
      ["user id 0", new Map(payload).set(1, 0)],
      ["negative time", new Map(payload).set(3, -1)],
      [
        "written after, not in order",
        new Map(payload).set(4, ids.toReversed()),
      ],
      [
        "written after the same twice",
        new Map(payload).set(4, [ids[0], ids[0]]),
      ],
      [
        "written after an id of 15 bytes",
        new Map(payload).set(4, [ids[0].slice(1)]),
      ],
      [
        "written after nine",
        new Map(payload).set(
          4,
          [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => decodeBase64url(id(n)))
        ),
      ],
      [
        "text not in UTF-8",
        new Map(payload).set(5, new Uint8Array([0x61, 0xff])),
      ],
      [
        "text with an overlong character",
        new Map(payload).set(5, new Uint8Array([0xc0, 0x80])),
      ],
      [
        "text with a surrogate",
        new Map(payload).set(5, new Uint8Array([0xed, 0xa0, 0x80])),
      ],
      ["title not in UTF-8", new Map(payload).set(6, new Uint8Array([0x80]))],
    ],
    (changed) => seal(sign1(key, inner, changed))
  );
  refusals.add(
    "signed anew, author's user id altered",
    await seal(sign1(key, inner, new Map(payload).set(1, pete.userId))),
    "wrong-author"
  );
  refusals.add(
    "signed anew, author's fingerprint altered",
    await seal(
      sign1(key, inner, new Map(payload).set(2, altered(payload.get(2))))
    ),
    "wrong-fingerprint"
  );
  await refusals.addAll(
    "signature over what it was, ",
    [
      ...alterations(payload, PAYLOAD).filter(
        ([, , field]) => field > 2 && field !== 4
      ),
      ["written after another", new Map(payload).set(4, [ids[0]])],
      ["title dropped", new Map([...payload].filter(([field]) => field !== 6))],
    ],
    (changed) => seal(sign1(key, inner, changed, { payload })),
    {},
    "bad-signature"
  );
  refusals.add(
    "signed by another",
    await seal(sign1(mallory.signing.privateKey, inner, payload)),
    "bad-signature"
  );
  refusals.add(
    "signed by another as themselves",
    await seal(
      sign1(
        mallory.signing.privateKey,
        inner,
        new Map(payload)
          .set(1, mallory.userId)
          .set(2, mallory.openedCard.fingerprint)
      )
    ),
    "wrong-author"
  );
  const good = await sign1(key, inner, payload);
  refusals.add(
    "signature altered",
    await seal(new Tagged(18, good.value.with(3, altered(good.value[3])))),
    "bad-signature"
  );
  refusals.add("not signed", await seal(payload), "malformed");
  await refusals.addAll("inside ", structures(good), (changed) =>
    seal(changed)
  );
}
