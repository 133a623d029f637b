import { webcrypto } from "node:crypto";
import { encodeUtf8 } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { given } from "./backups";
import { encode, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withValues,
} from "./changes";
import { HEADER, HEADER_CAUSES, Kind, Label } from "./names";
import { Refusals } from "./refusals";
import { refuseWrappedKeys } from "./refused-private-keys";
import { encrypt0 } from "./seal";

const { subtle } = webcrypto;
const NONCE = new Uint8Array(12).fill(7);

export async function refusedBackups(jane, pete, mallory, changed) {
  const refusals = new Refusals("backup", given(jane));
  const [suite, [decryptionKey], signingKey, [method]] = decodeCborText(
    jane.backup
  );
  const whole = (parts) => [
    parts.suite ?? suite,
    parts.decryptionKeys ?? [parts.decryptionKey ?? decryptionKey],
    parts.signingKey ?? signingKey,
    parts.methods ?? [parts.method ?? method],
  ];

  refusals.addText("a wrong secret", jane.backup, "wrong-secret", {
    secret: mallory.secret,
  });
  refusals.addText("no secret", jane.backup, "wrong-secret", { secret: "" });
  refusals.addText("the secret in capitals", jane.backup, "wrong-secret", {
    secret: jane.secret.toUpperCase(),
  });
  refusals.addText(
    "the secret with a second space in it (H17)",
    jane.backup,
    "wrong-secret",
    { secret: jane.secret.replace(" ", "  ") }
  );
  refusals.addText(
    "the old secret after it was changed",
    changed,
    "wrong-secret"
  );
  refusals.addText("another member's backup", pete.backup, "wrong-user");
  refusals.addText(
    "a card that it does not belong to",
    jane.backup,
    "wrong-user",
    { card: pete.card }
  );
  refusals.addText(
    "longer than any backup (H14)",
    "A".repeat(174764),
    "too-large"
  );
  misspellings(jane.backup).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  refusals.add("suite 2", whole({ suite: 2 }), "newer");
  refusals.add("no methods", whole({ methods: [] }), "malformed");
  refusals.add(
    "two secrets",
    whole({ methods: [method, method] }),
    "malformed"
  );
  const another = (kind) =>
    new Tagged(
      16,
      method.value.with(
        0,
        encode(withValues(decodeCbor(method.value[0]), { [Label.kind]: kind }))
      )
    );
  const reserved = another(Kind.passkeyMethod);
  refusals.add(
    "a reserved method alone",
    whole({ methods: [reserved] }),
    "malformed"
  );
  refusals.add(
    "nine methods",
    whole({ methods: [method, ...Array(8).fill(reserved)] }),
    "malformed"
  );
  refusals.add(
    "a method of no known kind beside the secret",
    whole({ methods: [method, another(99)] }),
    "malformed"
  );
  refusals.add(
    "a method that is no object beside the secret",
    whole({ methods: [method, 0] }),
    "malformed"
  );
  refusals.add("no decryption key", whole({ decryptionKeys: [] }), "malformed");
  refusals.add(
    "65 decryption keys",
    whole({ decryptionKeys: Array(65).fill(new Uint8Array(1)) }),
    "malformed"
  );
  refusals.add(
    "a decryption key that is not in a list",
    [suite, decryptionKey, signingKey, [method]],
    "malformed"
  );
  refusals.add("an item added", [...whole({}), 0], "malformed");
  refusals.add("an item dropped", whole({}).slice(0, 3), "malformed");
  refusals.add(
    "wrapped keys exchanged",
    whole({ decryptionKey: signingKey, signingKey: decryptionKey }),
    "wrong-kind"
  );

  await refuseMethods(refusals, jane, method, whole);
  await refuseWrappedKeys(refusals, jane, signingKey, (signing) =>
    whole({ signingKey: signing })
  );
  const [, [ofPete]] = decodeCborText(pete.backup);
  refusals.add(
    "another member's wrapped key",
    whole({ decryptionKey: ofPete }),
    "wrong-user"
  );
  return refusals.list;
}

async function refuseMethods(refusals, jane, method, whole) {
  const header = decodeCbor(method.value[0]);
  const parts = method.value;

  await refusals.addAll(
    "method ",
    structures(method).filter(
      ([what]) => !/^(trailing|truncated|no bytes)/.test(what)
    ),
    (changed) => whole({ method: changed })
  );
  await refusals.addAll(
    "method encrypted anew, ",
    [
      ...alterations(header, HEADER).filter(
        ([, , label]) => ![Label.salt, Label.rounds].includes(label)
      ),
      ...misshapings(header, HEADER, "header: "),
      ["salt of 31 bytes", new Map(header).set(Label.salt, new Uint8Array(31))],
    ],
    async (changed) =>
      whole({ method: await methodUnder(jane, changed, header) }),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "method encrypted anew, ",
    [0, 1, 1000, 599_999, 10_000_001].map((rounds) => [
      `${rounds} rounds`,
      new Map(header).set(Label.rounds, rounds),
    ]),
    async (changed) =>
      whole({ method: await methodUnder(jane, changed, changed) }),
    {},
    "rounds-out-of-range"
  );
  await refusals.addAll(
    "method not encrypted anew, ",
    alterations(header, HEADER).filter(([, , label]) =>
      [Label.salt, Label.rounds].includes(label)
    ),
    (changed) =>
      whole({ method: new Tagged(16, parts.with(0, encode(changed))) }),
    {},
    "wrong-secret"
  );
  await refusals.addAll(
    "method with ",
    [
      [
        "nonce altered",
        parts.with(1, new Map([[5, altered(parts[1].get(5))]])),
      ],
      ["ciphertext altered", parts.with(2, altered(parts[2]))],
    ],
    (changed) => whole({ method: new Tagged(16, changed) }),
    {},
    "wrong-secret"
  );
  await refusals.addAll(
    "method with ",
    [47, 49, 4096].map((length) => [
      `ciphertext of ${length} bytes`,
      parts.with(2, new Uint8Array(length)),
    ]),
    (changed) => whole({ method: new Tagged(16, changed) })
  );
  for (const length of [31, 33]) {
    const short = { ...jane, accountKey: new Uint8Array(length) };
    refusals.add(
      `account key of ${length} bytes`,
      whole({ method: await methodUnder(short, header, header) }),
      "malformed"
    );
  }
  const other = { ...jane, accountKey: new Uint8Array(32) };
  refusals.add(
    "another account key under the right secret",
    whole({ method: await methodUnder(other, header, header) }),
    "not-decrypted"
  );
}

/** The account key under the person's secret, stretched as `stretched` says. */
async function methodUnder({ accountKey, secret }, header, stretched) {
  const password = await subtle.importKey(
    "raw",
    encodeUtf8(secret.normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveKey"]
  );
  const key = await subtle.deriveKey(
    {
      name: "PBKDF2",
      hash: "SHA-256",
      salt: stretched.get(Label.salt),
      iterations: Math.max(stretched.get(Label.rounds), 1),
    },
    password,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"]
  );
  return encrypt0(key, header, accountKey, NONCE);
}
