import {
  openBody,
  sealBody,
} from "../../../assets/javascripts/discourse/lib/bodies";
import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import { WRITERS } from "./conversation";
import { gives, id } from "./layers";
import { knownOf } from "./messages";
import { cardsAmong } from "./people";
import { CREATED_AT, drawing, seededRandom } from "./random";

// docs/protocol.md §10.1

const HERE = { place: "here" };
const ELSEWHERE = { place: "elsewhere" };

export async function versionVectors(people, conversation) {
  const { jane, pete } = people;
  const random = seededRandom("versions");
  const [, joined] = conversation.left.roster.entries;

  const seal = (text, revision, { author = jane, messageId = id(21) } = {}) =>
    drawing(random, () =>
      sealBody({
        author: author.identity,
        key: conversation.epochs[1].key,
        entry: joined,
        messageId,
        revision,
        latestRead: [],
        createdAt: CREATED_AT + revision,
        text,
      })
    );
  const read = async (raw) =>
    gives(
      await openBody(raw, {
        roster: conversation.left.roster,
        keyOf: async (epoch) => conversation.epochs[epoch].key,
        authorId: null,
        cardsOf: cardsAmong(people, WRITERS),
      })
    );

  const first = await seal("At noon.", 1);
  const second = await seal("At one.", 2);
  const third = await seal("At two.", 3);
  const fork = await seal("At midnight.", 2);
  const other = await seal("Bring bread.", 3, { messageId: id(22) });
  const byPete = await seal("At three.", 3, { author: pete });
  const damaged = `${third.slice(0, -8)}AAAAAAAA`;

  /** As others name a version. */
  const named = async (raw) => {
    const { message_id, revision, digest } = await read(raw);
    const half = encodeBase64url(decodeBase64url(digest).slice(0, 16));
    return { message_id, revision, digest: half };
  };
  /** What the ledger knows of a version that was seen. */
  const seen = async (raw, changes = HERE) => {
    const { epoch, author_id } = await read(raw);
    return { ...(await named(raw)), epoch, author_id, ...HERE, ...changes };
  };
  const given = (previous, current, known = [], names = []) => ({
    ...knownOf(conversation, jane.userId),
    known,
    named: names,
    previous,
    current,
  });
  const accepted = async (name, what) => ({
    name,
    given: what,
    gives: {
      previous: await read(what.previous),
      current: await read(what.current),
    },
  });
  /** One of the two is refused, the other shown. */
  const refused = async (name, what, version, cause) => ({
    name,
    given: what,
    version,
    shown: await read(version === "current" ? what.previous : what.current),
    cause,
  });

  return {
    accepted: [
      await accepted("two revisions, the first time", given(first, second)),
      await accepted(
        "two revisions, the later one the latest seen",
        given(second, third, [await seen(third)])
      ),
      await accepted(
        "two revisions below the latest seen",
        given(first, second, [await seen(third)])
      ),
      await accepted(
        "a revision above the latest seen",
        given(second, third, [await seen(second)])
      ),
      await accepted("revisions with one between", given(first, third)),
      await accepted(
        "two revisions, the later one named by another message",
        given(first, second, [], [await named(second)])
      ),
      await accepted(
        "two revisions below one that was named",
        given(first, second, [await seen(second)], [await named(third)])
      ),
      await accepted(
        "the later one with another text than another message has named",
        given(first, fork, [], [await named(second)])
      ),
      await accepted(
        "the later one of a revision that was named with two texts",
        given(
          first,
          second,
          [await seen(second)],
          [await named(second), await named(fork)]
        )
      ),
      await accepted(
        "the earlier one of an earlier epoch than the one seen",
        given(first, second, [await seen(second, { epoch: 2 })])
      ),
      await accepted("the same bytes twice", given(second, second)),
    ],
    refused: [
      await refused(
        "the later one of another message",
        given(first, other),
        "current",
        "wrong-message"
      ),
      await refused(
        "the later one of another message than is known there",
        given(first, other, [await seen(second)]),
        "current",
        "wrong-message"
      ),
      await refused(
        "the earlier one of another message than is known there",
        given(other, second, [await seen(second)]),
        "previous",
        "wrong-message"
      ),
      await refused(
        "in the wrong order",
        given(second, first),
        "current",
        "wrong-revision"
      ),
      await refused(
        "the same revision with another text",
        given(second, fork),
        "current",
        "wrong-revision"
      ),
      await refused(
        "the same revision with another text, where the first is known",
        given(second, fork, [await seen(second)]),
        "current",
        "forked"
      ),
      await refused(
        "an earlier one with another text than is known of that revision",
        given(fork, third, [await seen(second)]),
        "previous",
        "forked"
      ),
      await refused(
        "the later one with another text than was seen, which others have named",
        given(first, fork, [await seen(second)], [await named(fork)]),
        "current",
        "forked"
      ),
      await refused(
        "the later one of an earlier epoch than the one seen",
        given(first, third, [await seen(second, { epoch: 2 })]),
        "current",
        "wrong-epoch"
      ),
      await refused(
        "one that is known at another place",
        given(first, other, [await seen(other, ELSEWHERE)]),
        "current",
        "moved"
      ),
      await refused(
        "by another author than is shown",
        given(second, byPete),
        "current",
        "wrong-author"
      ),
      await refused(
        "a later one that is damaged",
        given(second, damaged),
        "current",
        "not-decrypted"
      ),
    ],
  };
}
