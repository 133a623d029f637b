import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { compareWithLedger } from "../../../assets/javascripts/discourse/lib/ledger";
import { id } from "./layers";

// docs/protocol.md §10: a verified message beside what the device has seen before.

const HERE = "post:17";
const ELSEWHERE = "post:18";
const digest = (n) => new Uint8Array(32).fill(n);

export function sightingVectors() {
  const seen = (revision = 2, content = revision) => ({
    message_id: id(31),
    place: HERE,
    revision,
    digest: content,
  });
  const known = (revision, place = HERE, content = revision) => ({
    place,
    revision,
    digest: content,
  });
  const encoded = (entry) =>
    entry && { ...entry, digest: encodeBase64url(digest(entry.digest)) };
  const given = (what, before, atPlace) => ({
    seen: encoded(what),
    known: encoded(before),
    message_at_place: atPlace,
  });
  const accepted = (name, what, before, atPlace) => ({
    name,
    given: given(what, before, atPlace),
    gives: {
      standing: compareWithLedger(
        {
          messageId: what.message_id,
          ...what,
          digest: digest(what.digest),
        },
        before && { ...before, digest: digest(before.digest) },
        atPlace
      ),
    },
  });
  const refused = (name, cause, ...what) => ({
    name,
    given: given(...what),
    cause,
  });

  return {
    accepted: [
      accepted("a message seen for the first time", seen(), null, null),
      accepted("the same again", seen(), known(2), id(31)),
      accepted("a newer revision", seen(3), known(2), id(31)),
      accepted("an older revision", seen(1), known(2), id(31)),
    ],
    refused: [
      refused("at another place", "moved", seen(), known(2, ELSEWHERE), null),
      refused(
        "at another place, a newer revision",
        "moved",
        seen(3),
        known(2, ELSEWHERE),
        null
      ),
      refused(
        "at another place, where another one was",
        "moved",
        seen(),
        known(2, ELSEWHERE),
        id(32)
      ),
      refused("where another one was", "replaced", seen(), null, id(32)),
      refused(
        "the same revision, with other content",
        "forked",
        seen(2, 9),
        known(2),
        id(31)
      ),
    ],
  };
}
