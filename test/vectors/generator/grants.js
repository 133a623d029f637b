import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { decodeCborText } from "../../../assets/javascripts/discourse/lib/cbor";
import { encode, Tagged } from "./cbor";
import { altered } from "./changes";
import {
  JANE_RESET,
  MARY_LEFT,
  PETE_ROTATED,
  START,
  WRITERS,
} from "./conversation";
import { refusedGrants } from "./refused-grants";

export async function grantVectors(people, conversation) {
  const { jane, pete, mary } = people;
  const { started, joined, left, grants } = conversation;
  const given = (grant, member, epoch = 1, more = {}) => ({
    grant,
    epoch,
    member: member.name,
    member_earlier: [],
    member_held: [],
    roster: MARY_LEFT,
    histories: WRITERS,
    ...more,
  });
  const of = ({ grants: made }, member, epoch = 1) =>
    given(made.get(member.userId).get(epoch), member, epoch);
  const accepted = (name, known) => {
    const { epochKey, commitment, contentKey } =
      conversation.epochs[known.epoch];
    return {
      name,
      given: known,
      gives: {
        epoch_key: encodeBase64url(epochKey),
        commitment: encodeBase64url(commitment),
        content_key: encodeBase64url(contentKey),
      },
    };
  };
  const forPete = of(started, pete);
  const rotatedHistories = [["jane"], ["pete2", "pete"]];
  const rotated = (known) => ({
    ...known,
    member: people.pete2.name,
    member_earlier: [pete.name],
    roster: PETE_ROTATED,
    histories: rotatedHistories,
  });
  return {
    accepted: [
      accepted("Jane's grant for herself", of(started, jane)),
      accepted("Jane's grant for Pete", forPete),
      accepted("Jane's grant for Pete, by the roster of then", {
        ...forPete,
        roster: START,
      }),
      accepted("Jane's grant for Mary, who joined later", of(joined, mary)),
      accepted("Pete's grant for Jane, of a second epoch", of(left, jane, 2)),
      accepted("a grant of one who has left since", given(grants.byMary, pete)),
      accepted("of the first epoch, for keys that are listed in the second", {
        ...given(grants.toPete2, people.pete2),
        roster: PETE_ROTATED,
        histories: rotatedHistories,
      }),
      accepted("Jane's grant for Pete, who has rotated his keys since", {
        ...rotated(forPete),
        member_held: [pete.name],
      }),
      accepted("Jane's grant for Pete, after she has reset her encryption", {
        ...forPete,
        roster: JANE_RESET,
        histories: [["jane2", "jane"], ["pete"]],
      }),
    ],
    refused: [
      ...(await refusedGrants(people, conversation, forPete)),
      ...refusedAfterReset(of(started, jane), people),
      {
        name: "for the reader's earlier keys, of which the backup has none",
        given: rotated(forPete),
        cause: "earlier-keys",
      },
      {
        name: "by the roster of a conversation that has gone on otherwise",
        given: { ...of(left, jane, 2), roster: PETE_ROTATED },
        cause: "unknown-entry",
      },
      {
        name: "of an entry that is not known yet",
        given: { ...of(left, jane, 2), roster: START },
        cause: "unknown-entry",
      },
      {
        name: "for keys that have replaced others, read by the earlier roster",
        given: {
          ...given(grants.toPete2, people.pete2),
          histories: rotatedHistories,
        },
        cause: "unknown-entry",
      },
    ],
  };
}

/** Jane has new keys; the reader knows the earlier ones as hers too. */
function refusedAfterReset(forJane, { jane, jane2, pete }) {
  const parts = decodeCborText(forJane.grant).value;
  const forged = new Tagged(18, parts.with(3, altered(parts[3])));
  const earlier = {
    ...forJane,
    roster: JANE_RESET,
    histories: [["jane2", "jane"], ["pete"]],
    member: jane2.name,
    member_earlier: [jane.name],
  };
  return [
    {
      name: "for the reader's earlier keys",
      given: earlier,
      cause: "earlier-keys",
    },
    {
      name: "for the reader's earlier keys, forged",
      given: { ...earlier, grant: encodeBase64url(encode(forged)) },
      cause: "bad-signature",
    },
    {
      name: "for keys that the reader has never had",
      given: { ...earlier, member_earlier: [pete.name] },
      cause: "wrong-fingerprint",
    },
    {
      name: "by earlier keys whose card is not known",
      given: { ...earlier, histories: [["jane2"], ["pete"]] },
      cause: "wrong-fingerprint",
    },
  ];
}
