import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  compareWithLedger,
  withNamed,
  withSeen,
} from "../../../assets/javascripts/discourse/lib/ledger";
import { Kind } from "../../../assets/javascripts/discourse/lib/suite";
import { id } from "./layers";

// docs/protocol.md §10: a verified message beside what the device has seen before, and what other messages have named.

const [JANE, PETE] = [11, 22];
const HIGHEST = 0xffffffff;
const half = (n) => new Uint8Array(16).fill(n);

/** As other messages name it. A number stands for the content: 10 for revision 1, as it is seen. */
const name = (revision, content = 10 * revision) => ({ revision, content });
/** As it is seen. */
const seen = (revision = 2, changes = {}) => ({
  ...name(revision),
  place: "post:17",
  epoch: 1,
  author: JANE,
  ...changes,
});
/** As it was seen before. */
const known = seen;

const ELSEWHERE = { place: "post:18" };
const TITLE = { kind: Kind.title, place: "title:501" };
const FORK = { content: 7 };

export function sightingVectors() {
  return {
    accepted: [
      accepted("a message seen for the first time", { seen: seen() }),
      accepted("the same again", { seen: seen(), known: known(), here: 31 }),
      accepted("a newer revision", {
        seen: seen(3),
        known: known(),
        here: 31,
      }),
      accepted("an older revision", {
        seen: seen(1),
        known: known(),
        here: 31,
      }),
      accepted("a newer revision, of a later epoch", {
        seen: seen(3, { epoch: 2 }),
        known: known(),
        here: 31,
      }),
      accepted("an older revision, of an earlier epoch", {
        seen: seen(1),
        known: known(2, { epoch: 2 }),
        here: 31,
      }),
      accepted("a newer title, by another participant", {
        seen: seen(3, { ...TITLE, author: PETE }),
        known: known(2, TITLE),
        here: 31,
      }),
      accepted("an older title, by another participant", {
        seen: seen(1, { ...TITLE, author: PETE }),
        known: known(2, TITLE),
        here: 31,
      }),
      accepted("a message that was named before", {
        named: [name(2)],
        seen: seen(2),
      }),
      accepted("a newer revision than was named", {
        named: [name(1)],
        seen: seen(2),
      }),
      accepted("an older revision than was named", {
        named: [name(2)],
        seen: seen(1),
      }),
      accepted("the revision seen before, older than was named since", {
        known: known(1),
        named: [name(2)],
        seen: seen(1),
        here: 31,
      }),
      accepted("a newer revision than was seen, older than was named", {
        known: known(1),
        named: [name(HIGHEST)],
        seen: seen(2),
        here: 31,
      }),
      accepted("an older revision than was seen, and than was named", {
        known: known(2),
        named: [name(3)],
        seen: seen(1),
        here: 31,
      }),
      accepted("the revision seen before, which was named since", {
        known: known(2),
        named: [name(2)],
        seen: seen(2),
        here: 31,
      }),
      accepted("the revision seen before, where a lower one was named since", {
        known: known(2),
        named: [name(1, 7)],
        seen: seen(2),
        here: 31,
      }),
      accepted("the revision that the highest of several names tells", {
        named: [name(1), name(3), name(2)],
        seen: seen(3),
      }),
      accepted("the revision that was named, with other content", {
        named: [name(2)],
        seen: seen(2, FORK),
      }),
      accepted("named with other content since it was seen", {
        known: known(2),
        named: [name(2, 7)],
        seen: seen(2),
        here: 31,
      }),
      accepted("named with its content and with another", {
        named: [name(2), name(2, 7)],
        seen: seen(2),
      }),
      accepted("named with another content and with its own", {
        named: [name(2, 7), name(2)],
        seen: seen(2),
      }),
      accepted("a newer revision of one that was named with two contents", {
        known: known(2),
        named: [name(2), name(2, 7)],
        seen: seen(3),
        here: 31,
      }),
      accepted("one named with two contents, and in the next revision since", {
        named: [name(2), name(2, 7), name(3)],
        seen: seen(3),
      }),
      accepted("a newer revision than was seen, named with other content", {
        known: known(2),
        named: [name(3, 7)],
        seen: seen(3),
        here: 31,
      }),
      accepted("an older revision, which was named with other content", {
        known: known(2),
        named: [name(1, 7)],
        seen: seen(1),
        here: 31,
      }),
    ],
    refused: [
      refused("at another place", "moved", {
        seen: seen(),
        known: known(2, ELSEWHERE),
      }),
      refused("at another place, a newer revision", "moved", {
        seen: seen(3),
        known: known(2, ELSEWHERE),
      }),
      refused("at another place, where another one was", "moved", {
        seen: seen(),
        known: known(2, ELSEWHERE),
        here: 32,
      }),
      refused("at another place, named since in this revision", "moved", {
        known: known(1, ELSEWHERE),
        named: [name(2)],
        seen: seen(2),
      }),
      refused("where another one was", "replaced", { seen: seen(), here: 32 }),
      refused("where another one was, named before", "replaced", {
        named: [name(2)],
        seen: seen(2),
        here: 32,
      }),
      refused("the same revision, with other content", "forked", {
        seen: seen(2, FORK),
        known: known(),
        here: 31,
      }),
      refused("other content than was seen, which was named", "forked", {
        seen: seen(2, FORK),
        known: known(),
        named: [name(2, 7)],
        here: 31,
      }),
      refused("other content than was seen, a higher one named", "forked", {
        seen: seen(2, FORK),
        known: known(),
        named: [name(3)],
        here: 31,
      }),
      refused("the same revision of a title, with other content", "forked", {
        seen: seen(2, { ...TITLE, ...FORK, author: PETE }),
        known: known(2, TITLE),
        here: 31,
      }),
      refused("by another author, a newer revision", "wrong-author", {
        seen: seen(3, { author: PETE }),
        known: known(),
        here: 31,
      }),
      refused("by another author, an older revision", "wrong-author", {
        seen: seen(1, { author: PETE }),
        known: known(),
        here: 31,
      }),
      refused("a newer revision, of an earlier epoch", "wrong-epoch", {
        seen: seen(3),
        known: known(2, { epoch: 2 }),
        here: 31,
      }),
      refused("a newer title, of an earlier epoch", "wrong-epoch", {
        seen: seen(3, { ...TITLE, author: PETE }),
        known: known(2, { ...TITLE, epoch: 2 }),
        here: 31,
      }),
    ],
  };
}

function accepted(caseName, what) {
  const before = (what.named ?? []).reduce(
    (ledger, named) => withNamed(ledger, inLedger(named)),
    what.known ? withSeen(null, inLedger(what.known)) : null
  );
  const standing = compareWithLedger(
    { kind: Kind.body, messageId: id(31), ...inLedger(what.seen) },
    before,
    what.here ? id(what.here) : null
  );
  return { name: caseName, given: given(what), gives: { standing } };
}

function refused(caseName, cause, what) {
  return { name: caseName, given: given(what), cause };
}

function inLedger({ content, author, ...entry }) {
  return { ...entry, authorId: author, half: half(content) };
}

function plainName({ revision, content }) {
  return { revision, digest: encodeBase64url(half(content)) };
}

function plain({ place, epoch, author, ...named }) {
  return { place, ...plainName(named), epoch, author_id: author };
}

function given({ known: before, named = [], seen: { kind, ...now }, here }) {
  return {
    kind: kind === Kind.title ? "title" : "body",
    known: before ? plain(before) : null,
    named: named.map(plainName),
    seen: { message_id: id(31), ...plain(now) },
    message_at_place: here ? id(here) : null,
  };
}
