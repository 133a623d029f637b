import { webcrypto } from "node:crypto";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
  purpose,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { createConversation } from "../../../assets/javascripts/discourse/lib/grant";
import { SUITE } from "../../../assets/javascripts/discourse/lib/suite";
import { importHkdfKey } from "../../../assets/javascripts/discourse/lib/webcrypto";
import { backupVectors } from "./backups";
import { cardVectors } from "./cards";
import { encode } from "./cbor";
import { draftVectors } from "./drafts";
import { encodingVectors } from "./encodings";
import { grantVectors } from "./grants";
import { historyVectors } from "./histories";
import { openLayers } from "./layers";
import { messageVectors } from "./messages";
import { makePeople, peopleVectors } from "./people";
import { drawing, seededRandom } from "./random";
import { encrypt0, rsaOaep, sign1 } from "./seal";
import { sightingVectors } from "./sightings";
import { versionVectors } from "./versions";

const { subtle } = webcrypto;

/** File name → content. */
export async function makeVectors() {
  fixRsaOaep();
  const people = await makePeople();
  const conversation = await makeConversation(people);
  const messages = await messageVectors(people, conversation);
  const body = messages.bodies.accepted[0].given.raw;
  await compareIndependently(people, conversation, body);
  return {
    people: peopleVectors(people),
    encodings: encodingVectors(),
    cards: await cardVectors(
      people,
      conversation.grants.get(people.jane.userId)
    ),
    histories: await historyVectors(people),
    backups: await backupVectors(people),
    grants: await grantVectors(people, conversation),
    ...messages,
    drafts: await draftVectors(people, body),
    versions: await versionVectors(people, conversation),
    sightings: sightingVectors(),
  };
}

async function makeConversation({ jane, pete }) {
  const epochKey = seededRandom("epoch key")(32);
  const id = seededRandom("conversation")(16);
  const conversation = await drawing(seededRandom("epoch key"), () =>
    createConversation({
      conversationId: encodeBase64url(id),
      granter: jane.identity,
      members: [pete.openedCard],
    })
  );
  const bits = await subtle.deriveBits(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(),
      info: purpose(SUITE, "content key", id, 1),
    },
    await importHkdfKey(epochKey),
    256
  );
  const contentKey = new Uint8Array(bits);
  const contentCryptoKey = await subtle.importKey(
    "raw",
    contentKey,
    "AES-GCM",
    false,
    ["encrypt", "decrypt"]
  );
  return { ...conversation, epochKey, contentKey, contentCryptoKey };
}

/** Web Crypto draws RSA-OAEP's seed itself: here it is fixed, so that grants too are the same at each run. */
function fixRsaOaep() {
  const encrypt = subtle.encrypt.bind(subtle);
  const random = seededRandom("rsa-oaep");
  subtle.encrypt = (algorithm, key, data) =>
    algorithm.name === "RSA-OAEP"
      ? rsaOaep(key, algorithm.label, data, random(32))
      : encrypt(algorithm, key, data);
}

/** The code that makes bad objects must make good ones just as the heart does. */
async function compareIndependently({ jane }, conversation, raw) {
  const envelope = decodeCborText(raw.split(":").at(-1));
  const { header, payload } = await openLayers(envelope, conversation);
  const signed = await sign1(jane.signing.privateKey, header, payload);
  const again = await encrypt0(
    conversation.contentCryptoKey,
    decodeCbor(envelope.value[0]),
    pad(encode(signed)),
    envelope.value[1].get(5)
  );
  if (!Buffer.from(encode(again)).equals(Buffer.from(encode(envelope)))) {
    throw new Error("the generator and the heart disagree");
  }
}
