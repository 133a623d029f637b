import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import { bagGrant } from "../../../assets/javascripts/discourse/lib/grant";
import { encode, join } from "./cbor";
import { altered, misspellings, withValues } from "./changes";
import {
  ALONE,
  JANE_RESET,
  MARY_LEFT,
  PETE_ROTATED,
  START,
} from "./conversation";
import { digestOf } from "./entries";
import { HEADER, Kind, Label } from "./names";
import { drawing, seededRandom } from "./random";
import { Refusals } from "./refusals";
import { aesKey, encrypt0, hkdf, purpose } from "./seal";

const NONCE = new Uint8Array(12).fill(6);

export async function keyBagVectors(people, conversation) {
  const { jane, pete, pete2, mary } = people;
  const { started, joined, left, rotated, grants, alone } = conversation;
  const random = seededRandom("key bags");

  /** By the heart, from a grant. */
  const bagOf = async (member, grant, roster, epoch, granter) => {
    const { bag } = await drawing(random, () =>
      bagGrant(grant, {
        epoch,
        member: member.identity,
        roster,
        granter: [granter.openedCard],
      })
    );
    return bag;
  };
  const of = async (member, { roster, grants: made }, epoch, granter) =>
    bagOf(
      member,
      made.get(member.userId).get(epoch),
      roster,
      epoch,
      granter ?? jane
    );
  const given = (bag, member, epoch = 1, roster = MARY_LEFT) => ({
    bag,
    member: member.name,
    roster,
    epoch,
  });
  const gives = (epoch) => {
    const { epochKey, commitment, contentKey } = conversation.epochs[epoch];
    return {
      epoch_key: encodeBase64url(epochKey),
      commitment: encodeBase64url(commitment),
      content_key: encodeBase64url(contentKey),
    };
  };
  const accepted = (name, known) => ({
    name,
    given: known,
    gives: gives(known.epoch),
  });

  const forPete = given(await of(pete, started, 1), pete);
  const forPete2 = await bagOf(pete2, grants.toPete2, rotated.roster, 1, jane);
  const second = await of(jane, left, 2, pete);
  await compare(forPete, people, conversation);
  return {
    accepted: [
      accepted("Pete's, of the first epoch", forPete),
      accepted("Pete's, by the roster of then", { ...forPete, roster: START }),
      accepted("Pete's, after Jane has reset her encryption", {
        ...forPete,
        roster: JANE_RESET,
      }),
      accepted("Jane's", given(await of(jane, started, 1), jane)),
      accepted(
        "Mary's, who joined later",
        given(await of(mary, joined, 1), mary)
      ),
      accepted("Jane's, of a second epoch", given(second, jane, 2)),
      accepted(
        "Pete's, with the keys he has rotated to",
        given(forPete2, pete2, 1, PETE_ROTATED)
      ),
    ],
    refused: await refusedBags(people, conversation, {
      forPete,
      forPete2,
      second,
      ofAnother: await bagOf(
        mary,
        alone.grants.get(mary.userId).get(1),
        alone.roster,
        1,
        mary
      ),
    }),
  };
}

/** The code that makes bad ones makes good ones as the heart does. */
async function compare({ bag }, { pete }, conversation) {
  const nonce = decodeBase64url(bag).slice(0, 12);
  const header = headerOf(pete, conversation);
  const { epochKey } = conversation.epochs[1];
  const again = await seal(await keyOf(pete), header, epochKey, nonce);
  if (again !== bag) {
    throw new Error("the generator and the heart disagree");
  }
}

/** What is not sent (§8.6), of the first epoch. */
function headerOf({ userId, openedCard }, { conversationId, started, epochs }) {
  return withValues(
    new Map([
      [1, 3],
      [Label.suite, 1],
    ]),
    {
      [Label.kind]: Kind.keyBag,
      [Label.conversationId]: decodeBase64url(conversationId),
      [Label.epoch]: 1,
      [Label.userId]: userId,
      [Label.fingerprint]: openedCard.fingerprint,
      [Label.commitment]: epochs[1].commitment,
      [Label.entry]: digestOf(started.roster.entries[0].encoded),
    }
  );
}

function keyOf({ accountKey, userId }, name = "key bag") {
  return aesKey(hkdf(accountKey, purpose(name, userId)));
}

async function seal(key, header, epochKey, nonce = NONCE) {
  const { value } = await encrypt0(key, header, epochKey, nonce);
  return encodeBase64url(join(nonce, value[2]));
}

async function refusedBags(
  people,
  conversation,
  { forPete, forPete2, second, ofAnother }
) {
  const { jane, pete, pete2 } = people;
  const { epochs, started } = conversation;
  const { bag } = forPete;
  const refusals = new Refusals("bag", forPete);
  const header = headerOf(pete, conversation);
  const key = await keyOf(pete);
  const { epochKey } = epochs[1];

  // moved
  refusals.addText("another member's", bag, "not-decrypted", {
    member: jane.name,
  });
  refusals.addText("of another conversation", ofAnother, "not-decrypted", {
    member: "mary",
  });
  refusals.addText("in another conversation", bag, "not-decrypted", {
    roster: ALONE,
  });
  refusals.addText("in another epoch", bag, "not-decrypted", { epoch: 2 });
  refusals.addText("of a later epoch", second, "not-decrypted", {
    member: jane.name,
  });
  refusals.addText(
    "of an epoch that others have begun otherwise",
    second,
    "not-decrypted",
    { member: jane.name, epoch: 2, roster: PETE_ROTATED }
  );
  refusals.addText("of an epoch without an entry", bag, "unknown-entry", {
    epoch: 3,
  });
  refusals.addText(
    "of the keys that the reader has replaced",
    bag,
    "not-decrypted",
    { member: pete2.name, roster: PETE_ROTATED }
  );
  refusals.addText(
    "of later keys, read with those before",
    forPete2,
    "not-decrypted"
  );

  // under another key
  for (const name of ["drafts", "address book", "private keys"]) {
    refusals.addText(
      `encrypted anew under the key for: ${name}`,
      await seal(await keyOf(pete, name), header, epochKey),
      "not-decrypted"
    );
  }
  refusals.addText(
    "encrypted anew under the account key itself",
    await seal(await aesKey(pete.accountKey), header, epochKey),
    "not-decrypted"
  );
  refusals.addText(
    "encrypted anew under another member's key",
    await seal(await keyOf(jane), header, epochKey),
    "not-decrypted"
  );

  // with another header
  for (const [label, value] of header) {
    refusals.addText(
      `encrypted anew, ${HEADER[label]} altered`,
      await seal(
        key,
        withValues(header, { [label]: altered(value) }),
        epochKey
      ),
      "not-decrypted"
    );
    const without = [...header].filter(([other]) => other !== label);
    refusals.addText(
      `encrypted anew, ${HEADER[label]} dropped`,
      await seal(key, new Map(without), epochKey),
      "not-decrypted"
    );
  }
  refusals.addText(
    "encrypted anew, header: empty",
    await seal(key, new Uint8Array(0), epochKey),
    "not-decrypted"
  );
  refusals.addText(
    "encrypted anew, header: the grant's entry",
    await seal(
      key,
      withValues(header, {
        [Label.entry]: digestOf(conversation.joined.roster.entries[1].encoded),
      }),
      epochKey
    ),
    "not-decrypted"
  );

  // with another key inside
  refusals.addText(
    "encrypted anew, another key",
    await seal(key, header, altered(epochKey)),
    "wrong-commitment"
  );
  refusals.addText(
    "encrypted anew, the content key",
    await seal(key, header, epochs[1].contentKey),
    "wrong-commitment"
  );
  for (const length of [0, 16, 24, 31, 33, 64]) {
    refusals.addText(
      `encrypted anew, a key of ${length} bytes`,
      await seal(key, header, new Uint8Array(length).fill(7)),
      "malformed"
    );
  }

  // not as it was written
  const bytes = decodeBase64url(bag);
  for (const [what, at] of [
    ["nonce", 0],
    ["ciphertext", 12],
    ["tag", 59],
  ]) {
    const changed = new Uint8Array(bytes);
    changed[at] = changed[at] === 0 ? 1 : 0;
    refusals.addText(
      `${what} altered`,
      encodeBase64url(changed),
      "not-decrypted"
    );
  }
  refusals.addText(
    "truncated by a byte",
    encodeBase64url(bytes.slice(0, -1)),
    "malformed"
  );
  refusals.addText(
    "with a byte behind it",
    encodeBase64url(join(bytes, [0])),
    "malformed"
  );
  refusals.addText(
    "nothing but zeros",
    encodeBase64url(new Uint8Array(60)),
    "not-decrypted"
  );
  refusals.addText(
    "as a COSE_Encrypt0",
    encodeBase64url(encode(await encrypt0(key, header, epochKey, NONCE))),
    "malformed"
  );
  refusals.addText(
    "a grant",
    started.grants.get(pete.userId).get(1),
    "malformed"
  );
  refusals.addText("longer than any", "A".repeat(100_000), "malformed");
  misspellings(bag).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  return refusals.list;
}
