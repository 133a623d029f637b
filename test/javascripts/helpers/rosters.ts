import {
  type Bytes,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { Pair } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type CborValue,
  encodeCbor,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { decodeId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  makeHeader,
  sealSign1,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  extendRoster,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  ALG_EDDSA,
  Kind,
  Label,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { identityOf } from "./people";
import { everybodysCards } from "./reading";

/** What an entry says (docs/protocol.md §8.2), each of it true or not. */
export interface Said {
  kind: number;
  conversationId: string;
  epoch: number;
  authorId: CborValue;
  fingerprint: CborValue;
  createdAt: CborValue;
  sequence: number;
  link: Bytes;
  commitment: Bytes;
  participants: CborValue;
  /** Further fields; undefined for one that is left out. */
  fields: [number, CborValue | undefined][];
}

/** As an entry says who takes part. */
export function pairs(participants: readonly Pair[]): CborValue {
  return participants.map(({ userId, fingerprint }) => [userId, fingerprint]);
}

/** An entry in base64url that says just this, signed by whoever it is. */
export async function signEntry(
  signer: Pick<Identity, "signingKey">,
  said: Said
): Promise<string> {
  const header = makeHeader(
    ALG_EDDSA,
    said.kind,
    [Label.conversationId, decodeId(said.conversationId)],
    [Label.epoch, said.epoch]
  );
  const payload = new Map<number, CborValue>([
    [1, said.authorId],
    [2, said.fingerprint],
    [3, said.createdAt],
    [4, said.sequence],
    [5, said.link],
    [6, said.commitment],
    [7, said.participants],
  ]);
  for (const [field, value] of said.fields) {
    if (value === undefined) {
      payload.delete(field);
    } else {
      payload.set(field, value);
    }
  }
  const sign1 = await sealSign1(signer.signingKey, header, payload);
  return encodeBase64url(encodeCbor(sign1));
}

/** What a member of the vectors truly says in the next entry, where nothing else changes. */
export async function nextSays(author: string, roster: Roster): Promise<Said> {
  const before = newestEntry(roster);
  const { userId, fingerprint } = await identityOf(author);
  return {
    kind: Kind.rosterEntry,
    conversationId: roster.conversationId,
    epoch: before.epoch,
    authorId: userId,
    fingerprint,
    createdAt: 1,
    sequence: before.sequence + 1,
    link: before.digest,
    commitment: before.commitment,
    participants: pairs(before.participants),
    fields: [],
  };
}

/** The next entry in base64url, with `lies` in place of the truth. */
export async function entryAfter(
  author: string,
  roster: Roster,
  lies: Partial<Said> = {}
): Promise<string> {
  const said = { ...(await nextSays(author, roster)), ...lies };
  return signEntry(await identityOf(author), said);
}

/** The roster with an entry of which nothing is refused. */
export async function next(
  author: string,
  roster: Roster,
  said: Partial<Said> = {}
): Promise<Roster> {
  const entry = await entryAfter(author, roster, said);
  const { conversationId } = roster;
  return extendRoster(roster, conversationId, [entry], everybodysCards);
}

/** The roster as it was with its first `count` entries. */
export function upTo(roster: Roster, count: number): Roster {
  return { ...roster, entries: roster.entries.slice(0, count) };
}
