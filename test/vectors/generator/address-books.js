import {
  openAddressBook,
  sealAddressBook,
} from "../../../assets/javascripts/discourse/lib/address-book";
import { digestOfMethods } from "../../../assets/javascripts/discourse/lib/backup";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { drawing, seededRandom } from "./random";
import { refusedAddressBooks } from "./refused-address-books";

// docs/protocol.md §7.3

export async function addressBookVectors(people) {
  const { jane, jane2, pete, pete2, mallory } = people;
  const random = seededRandom("address books");
  const contact = (person, standing, publication = 0, name = "") => ({
    userId: person.userId,
    fingerprint: person.openedCard.fingerprint,
    publication,
    standing,
    name,
  });
  /** Somebody in the same shard as Pete. */
  const nextToPete = {
    ...contact(mallory, "seen", 1, "mallory"),
    userId: pete.userId + 32,
  };
  const some = [
    contact(pete, "verified", 2, "pete"),
    nextToPete,
    contact(mallory, "confirmed"),
  ];
  const seal = async (person, version, contacts) =>
    drawing(random, async () =>
      sealAddressBook(person.identity, {
        version,
        methodsDigest: await digestOfMethods(person.backup),
        contacts: new Map(contacts.map((known) => [known.userId, known])),
      })
    );

  const accepted = [];
  for (const [name, person, version, contacts] of [
    ["with nobody in it", jane, 1, []],
    ["with some, two of them in one shard", jane, 7, some],
    ["by keys that replaced others", jane2, 8, some],
    [
      "with every standing",
      pete,
      2,
      ["seen", "confirmed", "verified", "verified-before"].map(
        (standing, at) => ({ ...contact(jane, standing), userId: 100 + at })
      ),
    ],
    [
      "at the ends of what may be",
      pete2,
      2 ** 32 - 1,
      [
        {
          ...contact(mallory, "seen", 2 ** 32 - 1, "漢".repeat(80)),
          userId: 1,
        },
        { ...contact(mallory, "seen", 0, ""), userId: 2 ** 53 - 1 },
      ],
    ],
    [
      "with other names of theirs",
      jane,
      4,
      [
        {
          ...contact(pete, "seen", 3, "peter"),
          otherNames: ["pete", "Pétur"],
        },
        { ...contact(mallory, "seen"), otherNames: ["x".repeat(240)] },
      ],
    ],
    [
      "with a whole shard, of the longest contacts",
      mallory,
      3,
      Array.from({ length: 192 }, (_, at) => ({
        ...contact(jane, "seen", 2 ** 32 - 1, "漢".repeat(8)),
        otherNames: Array.from("abcdefgh", (letter) => letter.repeat(27)),
        userId: 2 ** 53 - 32 * (192 - at),
      })),
    ],
  ]) {
    const { parts } = await seal(person, version, contacts);
    accepted.push({
      name,
      given: given(person, parts),
      gives: plainBook(await openAddressBook(person.identity, parts)),
    });
  }
  const [{ given: alone }, { given: good }] = accepted;
  accepted.push({
    ...accepted[0],
    name: "with shards that the root does not name any more",
    given: { ...alone, shards: good.shards },
  });
  const earlier = await seal(jane, 6, some.slice(1));
  return {
    accepted,
    refused: await refusedAddressBooks(people, {
      good: accepted[1].given,
      earlier: given(jane, earlier.parts),
      ofNewKeys: accepted[2].given,
    }),
  };
}

/** What a reader knows. */
function given({ name }, parts) {
  const { 0: root, ...shards } = Object.fromEntries(parts);
  return { member: name, root, shards };
}

function plainBook({ version, methodsDigest, contacts }) {
  return {
    version,
    methods_digest: encodeBase64url(methodsDigest),
    contacts: [...contacts.values()]
      .toSorted((one, other) => one.userId - other.userId)
      .map((known) => ({
        user_id: known.userId,
        fingerprint: encodeBase64url(known.fingerprint),
        publication: known.publication,
        standing: known.standing,
        name: known.name,
        other_names: known.otherNames ?? [],
      })),
  };
}
