import { webcrypto } from "node:crypto";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { addressBookVectors } from "./address-books";
import { backupVectors } from "./backups";
import { cardVectors } from "./cards";
import { encode } from "./cbor";
import { makeConversation } from "./conversation";
import { draftVectors } from "./drafts";
import { encodingVectors } from "./encodings";
import { grantVectors } from "./grants";
import { historyVectors } from "./histories";
import { keyBagVectors } from "./key-bags";
import { openLayers } from "./layers";
import { messageVectors } from "./messages";
import { nameVectors } from "./names-of-members";
import { makePeople, peopleVectors } from "./people";
import { seededRandom } from "./random";
import { rosterVectors } from "./rosters";
import { safetyNumberVectors } from "./safety-numbers";
import { encrypt0, rsaOaep, sign1 } from "./seal";
import { sightingVectors } from "./sightings";
import { versionVectors } from "./versions";

const { subtle } = webcrypto;

/** Of the files' form: another one with each change that a reader of them has to follow. */
const VERSION = 1;

/** File name → content. */
export async function makeVectors() {
  fixRsaOaep();
  const people = await makePeople();
  const conversation = await makeConversation(people);
  const messages = await messageVectors(people, conversation);
  const body = messages.bodies.accepted[0].given.raw;
  await compareIndependently(people, conversation, body);
  const files = {
    people: { members: peopleVectors(people) },
    encodings: encodingVectors(),
    cards: await cardVectors(
      people,
      conversation.started.grants.get(people.jane.userId).get(1)
    ),
    histories: await historyVectors(people),
    names: await nameVectors(
      people,
      conversation.alone.roster.entries[0].encoded
    ),
    "safety-numbers": await safetyNumberVectors(people),
    backups: await backupVectors(people),
    "address-books": await addressBookVectors(people),
    rosters: await rosterVectors(people, conversation),
    grants: await grantVectors(people, conversation),
    "key-bags": await keyBagVectors(people, conversation),
    ...messages,
    drafts: await draftVectors(people, body),
    versions: await versionVectors(people, conversation),
    sightings: sightingVectors(),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      { version: VERSION, ...content },
    ])
  );
}

/** Web Crypto draws RSA-OAEP's seed itself: here it is fixed, so that grants too are the same at each run. */
function fixRsaOaep() {
  const encrypt = subtle.encrypt.bind(subtle);
  const wrapKey = subtle.wrapKey.bind(subtle);
  const random = seededRandom("rsa-oaep");
  subtle.encrypt = (algorithm, key, data) =>
    algorithm.name === "RSA-OAEP"
      ? rsaOaep(key, algorithm.label, data, random(32))
      : encrypt(algorithm, key, data);
  subtle.wrapKey = async (format, key, wrapping, algorithm) =>
    algorithm.name === "RSA-OAEP"
      ? subtle.encrypt(
          algorithm,
          wrapping,
          new Uint8Array(await subtle.exportKey(format, key))
        )
      : wrapKey(format, key, wrapping, algorithm);
}

/** The code that makes bad objects must make good ones just as the heart does. */
async function compareIndependently({ jane }, { epochs }, raw) {
  const envelope = decodeCborText(raw.split(":").at(-1));
  const { contentCryptoKey } = epochs[1];
  const { header, payload } = await openLayers(envelope, { contentCryptoKey });
  const signed = await sign1(jane.signing.privateKey, header, payload);
  const again = await encrypt0(
    contentCryptoKey,
    decodeCbor(envelope.value[0]),
    pad(encode(signed)),
    envelope.value[1].get(5)
  );
  if (!Buffer.from(encode(again)).equals(Buffer.from(encode(envelope)))) {
    throw new Error("the generator and the heart disagree");
  }
}
