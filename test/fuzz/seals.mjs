// What is inside COSE's structures, and how they are signed and encrypted anew when it was changed.
import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from "node:crypto";
import {
  accountKeyOf,
  aesKeys,
  conversationOf,
  purpose,
  receivers,
  signers,
  stretched,
} from "./keys.mjs";
import {
  CONTENT,
  contentOf,
  itemOf,
  makeItem,
  paddedLength,
  places,
  read,
  STEPS,
  write,
} from "./tree.mjs";

const AAD = Buffer.from("discourse-encrypted-messages");
const SIGN1 = 18n;
const ENCRYPT0 = 16n;
const KIND = -65538;
/** Wrapped private keys: which forms of PKCS #8 there are is the browser's business, and OpenSSL's another. */
const OPAQUE = [17n, 18n];
const SALT = -65544;

/** Opens all that can be opened in a tree, as reading `given` would. */
export function unseal(root, given) {
  for (const { owner, slot } of places({ root })) {
    const tag = owner[slot];
    const array = tag.major === 6 ? tag.items[0] : null;
    if (array?.major !== 4 || array.seal) {
      continue;
    }
    if (tag.argument === SIGN1 && areBytes(array, 0, 2, 3)) {
      unsealSign1(array, given);
    } else if (tag.argument === ENCRYPT0 && areBytes(array, 0, 2)) {
      unsealEncrypt0(array, given);
    }
  }
}

function areBytes({ items }, ...slots) {
  return slots.every((slot) => items[slot]?.major === 2);
}

/** Has the CBOR of a byte string inside of it. */
function open(item) {
  try {
    item.inside = read(item.content);
    return item.inside;
  } catch {
    return null; // it holds something else
  }
}

// COSE_Sign1

function unsealSign1(array, given) {
  const [header, , payload, signature] = array.items;
  const signed = sigStructure(header.content, payload.content);
  const signer = signers.findIndex((key) =>
    verify(null, signed, key.public, signature.content)
  );
  open(header);
  if (open(payload)) {
    unwrap(payload.inside, given);
  }
  array.seal = sealSign1;
  array.signer = Math.max(signer, 0);
}

function sealSign1(array) {
  if (!areBytes(array, 0, 2, 3) || array.items[3].isChanged) {
    return {};
  }
  const signed = sigStructure(...[0, 2].map((i) => contentOf(array.items[i])));
  return {
    3: sign(null, signed, signers[array.signer % signers.length].private),
  };
}

function sigStructure(header, payload) {
  return write(itemOf(["Signature1", header, AAD, payload]));
}

// COSE_Encrypt0

function unsealEncrypt0(array, given) {
  const [header, unprotected, ciphertext] = array.items;
  const nonce = nonceOf(unprotected);
  open(header);
  const kind = header.inside && valueOf(header.inside, KIND)?.argument;
  const method = secretMethod(header.inside, given);
  const keys = method ? [method.key] : aesKeys;
  for (const key of nonce ? keys : []) {
    const plaintext =
      method?.content ??
      decrypt(key, nonce, header.content, ciphertext.content);
    if (plaintext) {
      ciphertext.inside = contentItem(plaintext);
      ciphertext.inside.isOpaque = OPAQUE.includes(kind);
      unseal(ciphertext.inside, given);
      array.seal = sealEncrypt0;
      array.key = key;
      return;
    }
  }
}

function sealEncrypt0(array) {
  const nonce = areBytes(array, 0, 2) && nonceOf(array.items[1]);
  if (!nonce || !array.items[2].inside) {
    return {};
  }
  const [header, content] = [0, 2].map((i) => contentOf(array.items[i]));
  const cipher = createCipheriv("aes-256-gcm", array.key, nonce);
  cipher.setAAD(encStructure(header));
  const ciphertext = [cipher.update(content), cipher.final()];
  return { 2: Buffer.concat([...ciphertext, cipher.getAuthTag()]) };
}

function decrypt(key, nonce, header, ciphertext) {
  try {
    const cipher = createDecipheriv("aes-256-gcm", key, nonce);
    cipher.setAAD(encStructure(header));
    cipher.setAuthTag(ciphertext.subarray(-16));
    const content = cipher.update(ciphertext.subarray(0, -16));
    return Buffer.concat([content, cipher.final()]);
  } catch {
    return null; // another key's
  }
}

function encStructure(header) {
  return write(itemOf(["Encrypt0", header, AAD]));
}

function nonceOf({ items }) {
  return items?.find(
    ({ major, content }) => major === 2 && content.length === 12
  )?.content;
}

/** What was encrypted: padded or not, CBOR or not. */
function contentItem(plaintext) {
  const end = plaintext.findLastIndex((byte) => byte !== 0);
  const steps = STEPS.find(
    (each) => plaintext.length === paddedLength(end + 1, each)
  );
  const isPadded = plaintext[end] === 0x80 && steps !== undefined;
  const content = isPadded ? plaintext.subarray(0, end) : plaintext;
  try {
    return makeItem(CONTENT, { items: [read(content)], isPadded, steps });
  } catch {
    return makeItem(CONTENT, { content, isPadded, steps });
  }
}

// A method of a backup: its key is stretched from a secret, in one round here instead of in hundreds of thousands.

function secretMethod(header, given) {
  const salt = header && valueOf(header, SALT);
  if (!given.secret || salt?.major !== 2) {
    return null;
  }
  const content = accountKeyOf(given.card);
  return content && { key: stretched(given.secret, salt.content), content };
}

function valueOf({ major, items }, key) {
  const wanted = write(itemOf(key));
  const at =
    major === 5
      ? items.findIndex((item, i) => i % 2 === 0 && write(item).equals(wanted))
      : -1;
  return at < 0 ? null : items[at + 1];
}

// A grant's wrapped key

const WRAPPED_KEY = 6;

function unwrap(payload, given) {
  const wrapped = valueOf(payload, WRAPPED_KEY);
  if (wrapped?.content?.length !== 384 || !given.grant) {
    return;
  }
  for (const receiver of receivers) {
    for (const granter of receivers) {
      const oaep = {
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: "sha256",
        oaepLabel: purpose(
          "grant",
          conversationOf(given),
          given.epoch,
          receiver.userId,
          receiver.fingerprint,
          granter.userId,
          granter.fingerprint
        ),
      };
      try {
        const key = privateDecrypt(
          { key: receiver.private, ...oaep },
          wrapped.content
        );
        wrapped.inside = makeItem(CONTENT, { content: key });
        wrapped.wrap = sameFor(key, wrapped.content, (content) =>
          publicEncrypt({ key: receiver.public, ...oaep }, content)
        );
        return;
      } catch {
        // for somebody else
      }
    }
  }
}

/** RSA-OAEP draws a seed each time: the same content has to give the same, since it is written to be signed, too. */
function sameFor(content, ciphertext, encrypt) {
  let last = { content, ciphertext };
  return (wanted) => {
    if (!last.content.equals(wanted) && wanted.length <= 318) {
      last = { content: wanted, ciphertext: encrypt(wanted) };
    }
    return last.ciphertext;
  };
}
