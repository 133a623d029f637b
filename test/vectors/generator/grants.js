import { createHash } from "node:crypto";
import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
  purpose,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { deriveConversationKey } from "../../../assets/javascripts/discourse/lib/conversation";
import { SUITE } from "../../../assets/javascripts/discourse/lib/suite";
import { importHkdfKey } from "../../../assets/javascripts/discourse/lib/webcrypto";
import { encode, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
} from "./changes";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { Refusals } from "./refusals";
import { rsaOaep, sign1 } from "./seal";

const PAYLOAD = {
  1: "member's user id",
  2: "member's fingerprint",
  3: "granter's user id",
  4: "granter's fingerprint",
  5: "commitment",
  6: "wrapped key",
};

const CAUSES = {
  1: "wrong-user",
  2: "wrong-fingerprint",
  3: "wrong-granter",
  4: "wrong-fingerprint",
  5: "wrong-commitment",
  6: "not-decrypted",
};

export async function grantVectors(
  { jane, jane2, pete, mallory },
  conversation
) {
  const accepted = [jane, pete].map((member) => ({
    name: `Jane's grant for ${member.name}`,
    given: given(conversation, member, jane),
    gives: {
      epoch_key: encodeBase64url(conversation.epochKey),
      commitment: encodeBase64url(conversation.key.commitment),
      content_key: encodeBase64url(conversation.contentKey),
    },
  }));
  return {
    accepted: [
      ...accepted,
      {
        ...accepted[1],
        name: "Jane's grant for pete, after she has started anew",
        given: { ...accepted[1].given, ...startedAnew(jane2, jane) },
      },
    ],
    refused: [
      ...(await refusedGrants(jane, pete, mallory, conversation)),
      ...refusedAfterStartingAnew(conversation, jane, jane2, pete),
    ],
  };
}

/** The granter has new keys now; the reader knows the earlier ones as hers too. */
function startedAnew(granter, earlier) {
  return { granter: granter.name, granter_earlier: [earlier.name] };
}

function refusedAfterStartingAnew(conversation, jane, jane2, pete) {
  const forPete = given(conversation, pete, jane);
  const forJane = given(conversation, jane, jane);
  const parts = decodeCborText(forJane.grant).value;
  const forged = new Tagged(18, parts.with(3, altered(parts[3])));
  return [
    {
      name: "by earlier keys that are not known as the granter's",
      given: { ...forPete, granter: jane2.name },
      cause: "wrong-fingerprint",
    },
    {
      name: "for the reader's earlier keys",
      given: {
        ...forJane,
        ...startedAnew(jane2, jane),
        member: jane2.name,
        member_earlier: [jane.name],
      },
      cause: "earlier-keys",
    },
    {
      name: "for the reader's earlier keys, forged",
      given: {
        ...forJane,
        ...startedAnew(jane2, jane),
        member: jane2.name,
        member_earlier: [jane.name],
        grant: encodeBase64url(encode(forged)),
      },
      cause: "bad-signature",
    },
    {
      name: "for keys that the reader has never had",
      given: {
        ...forJane,
        ...startedAnew(jane2, jane),
        member: jane2.name,
        member_earlier: [pete.name],
      },
      cause: "wrong-fingerprint",
    },
  ];
}

function given(conversation, member, granter) {
  return {
    grant: conversation.grants.get(member.userId),
    conversation_id: conversation.key.conversationId,
    epoch: 1,
    member: member.name,
    granter: granter.name,
    participant_ids: [11, 22],
  };
}

async function refusedGrants(jane, pete, mallory, conversation) {
  const good = given(conversation, pete, jane);
  const refusals = new Refusals("grant", good);
  const grant = decodeCborText(good.grant);
  const header = decodeCbor(grant.value[0]);
  const payload = decodeCbor(grant.value[2]);
  const key = jane.signing.privateKey;
  const context = {
    conversationId: decodeBase64url(good.conversation_id),
    epoch: 1,
    member: pete.openedCard,
    granter: jane.openedCard,
  };

  /** The epoch key wrapped for Pete, with a label of another context. */
  const wrapped = (
    other = {},
    epochKey = conversation.epochKey,
    reader = pete
  ) => {
    const { conversationId, epoch, member, granter } = { ...context, ...other };
    const label = purpose(
      SUITE,
      "grant",
      conversationId,
      epoch,
      member.userId,
      member.fingerprint,
      granter.userId,
      granter.fingerprint
    );
    const seed = createHash("sha256").update("wrapped").digest();
    return rsaOaep(reader.openedCard.encryptionKey, label, epochKey, seed);
  };

  refusals.addText("another conversation", good.grant, "wrong-conversation", {
    conversation_id: encodeBase64url(new Uint8Array(16)),
  });
  refusals.addText("another epoch", good.grant, "wrong-epoch", { epoch: 2 });
  const { commitment } = await deriveConversationKey(
    await importHkdfKey(conversation.epochKey),
    good.conversation_id,
    2
  );
  refusals.add(
    "of epoch 2, and shown as such",
    await sign1(
      key,
      new Map(header).set(Label.epoch, 2),
      new Map(payload).set(5, commitment).set(6, await wrapped({ epoch: 2 }))
    ),
    "wrong-epoch",
    { epoch: 2 }
  );
  refusals.addText(
    "another member's grant",
    conversation.grants.get(jane.userId),
    "wrong-user"
  );
  refusals.addText("read by another member", good.grant, "wrong-user", {
    member: "mallory",
  });
  refusals.addText("another granter", good.grant, "wrong-granter", {
    granter: "mallory",
  });
  refusals.addText(
    "a granter who does not take part",
    good.grant,
    "wrong-granter",
    { participant_ids: [22, 33] }
  );
  refusals.addText("a card", pete.card, "wrong-kind");
  refusals.addText(
    "longer than any grant (H14)",
    "A".repeat(2049),
    "too-large"
  );
  misspellings(good.grant).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  await refusals.addAll("", structures(grant), (changed) => changed);

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
    misshapings(payload, PAYLOAD, "payload: ").map((c) => c.slice(0, 2)),
    (changed) => sign1(key, header, changed)
  );
  await refusals.addAll(
    "signed anew, ",
    alterations(payload, PAYLOAD),
    (changed) => sign1(key, header, changed),
    CAUSES
  );
  await refusals.addAll(
    "signature over what it was, ",
    alterations(payload, PAYLOAD).filter(([, , field]) => field > 4),
    (changed) => sign1(key, header, changed, { payload }),
    {},
    "bad-signature"
  );
  await refusals.addAll(
    "signed anew, key wrapped for ",
    [
      [
        "another conversation",
        await wrapped({ conversationId: new Uint8Array(16) }),
      ],
      ["another epoch", await wrapped({ epoch: 2 })],
      ["another member", await wrapped({ member: jane.openedCard })],
      ["another granter", await wrapped({ granter: mallory.openedCard })],
      [
        "another member's key",
        await wrapped({}, conversation.epochKey, mallory),
      ],
    ],
    (changed) => sign1(key, header, new Map(payload).set(6, changed)),
    {},
    "not-decrypted"
  );
  for (const length of [0, 1, 16, 24, 31, 33, 64]) {
    const epochKey = new Uint8Array(length).fill(7);
    const { commitment: itsOwn } = await deriveConversationKey(
      await importHkdfKey(epochKey),
      good.conversation_id,
      1
    );
    refusals.add(
      `signed anew, epoch key of ${length} bytes (H3)`,
      await sign1(
        key,
        header,
        new Map(payload).set(5, itsOwn).set(6, await wrapped({}, epochKey))
      ),
      "not-decrypted"
    );
  }
  refusals.add(
    "signed anew, another key than the commitment says",
    await sign1(
      key,
      header,
      new Map(payload).set(6, await wrapped({}, altered(conversation.epochKey)))
    ),
    "wrong-commitment"
  );
  refusals.add(
    "signed by another",
    await sign1(mallory.signing.privateKey, header, payload),
    "bad-signature"
  );
  const parts = grant.value;
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
