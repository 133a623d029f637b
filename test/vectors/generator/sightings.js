import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  compareWithLedger,
  withNamed,
} from "../../../assets/javascripts/discourse/lib/ledger";
import { id } from "./layers";

// docs/protocol.md §10: a verified message beside what the device has seen before, and what other messages have named.

const HERE = "post:17";
const ELSEWHERE = "post:18";
const half = (n) => new Uint8Array(16).fill(n);

/** The message, in a revision whose content a number stands for. */
const seen = (revision = 2, content = revision) => ({ revision, content });
/** As seen before. */
const known = (revision, place = HERE, content = revision) => ({
  ...seen(revision, content),
  place,
});

export function sightingVectors() {
  return {
    accepted: [
      accepted("a message seen for the first time", { seen: seen() }),
      accepted("the same again", { seen: seen(), known: known(2), here: 31 }),
      accepted("a newer revision", {
        seen: seen(3),
        known: known(2),
        here: 31,
      }),
      accepted("an older revision", {
        seen: seen(1),
        known: known(2),
        here: 31,
      }),
      accepted("a message that was named before", {
        named: [seen(2)],
        seen: seen(2),
      }),
      accepted("a newer revision than was named", {
        named: [seen(1)],
        seen: seen(2),
      }),
      accepted("an older revision than was named", {
        named: [seen(2)],
        seen: seen(1),
      }),
      accepted("the revision seen before, older than was named since", {
        known: known(1),
        named: [seen(2)],
        seen: seen(1),
        here: 31,
      }),
      accepted("the revision seen before, which was named since", {
        known: known(2),
        named: [seen(2)],
        seen: seen(2),
        here: 31,
      }),
      accepted("the revision seen before, where a lower one was named since", {
        known: known(2),
        named: [seen(1, 9)],
        seen: seen(2),
        here: 31,
      }),
      accepted("the revision that the highest of several names tells", {
        named: [seen(1), seen(3), seen(2)],
        seen: seen(3),
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
        named: [seen(2)],
        seen: seen(2),
      }),
      refused("where another one was", "replaced", { seen: seen(), here: 32 }),
      refused("where another one was, named before", "replaced", {
        named: [seen(2)],
        seen: seen(2),
        here: 32,
      }),
      refused("the same revision, with other content", "forked", {
        seen: seen(2, 9),
        known: known(2),
        here: 31,
      }),
      refused("the revision that was named, with other content", "forked", {
        named: [seen(2)],
        seen: seen(2, 9),
      }),
      refused("named with other content since it was seen", "forked", {
        known: known(2),
        named: [seen(2, 9)],
        seen: seen(2),
        here: 31,
      }),
      refused("named with one content and with another", "forked", {
        named: [seen(2), seen(2, 9)],
        seen: seen(2),
      }),
      refused("a newer revision of one that was forked", "forked", {
        known: known(2),
        named: [seen(2, 9)],
        seen: seen(3),
        here: 31,
      }),
      refused("one that was forked, and named in a newer revision", "forked", {
        known: known(2),
        named: [seen(2, 9), seen(3)],
        seen: seen(3),
        here: 31,
      }),
    ],
  };
}

function accepted(name, what) {
  const before = (what.named ?? []).reduce(
    (ledger, named) => withNamed(ledger, inLedger(named)),
    what.known ? inLedger(what.known) : null
  );
  const standing = compareWithLedger(
    { messageId: id(31), place: HERE, ...inLedger(what.seen) },
    before,
    what.here ? id(what.here) : null
  );
  return { name, given: given(what), gives: { standing } };
}

function refused(name, cause, what) {
  return { name, given: given(what), cause };
}

function inLedger({ content, ...entry }) {
  return { ...entry, half: half(content) };
}

function given(what) {
  const plain = ({ content, ...entry }) => ({
    ...entry,
    digest: encodeBase64url(half(content)),
  });
  return {
    known: what.known ? plain(what.known) : null,
    named: (what.named ?? []).map(plain),
    seen: { message_id: id(31), place: HERE, ...plain(what.seen) },
    message_at_place: what.here ? id(what.here) : null,
  };
}
