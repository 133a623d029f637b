// Leaves a member's keys in IndexedDB as lib/keystore of the plugin's client does (docs/protocol.md §10): given in base64,
// kept as keys that cannot be exported.
async ({
  userId,
  card,
  fingerprint,
  draftsKey,
  addressBookKey,
  bagKey,
  decryptionKey,
  signingKey,
  stored,
}) => {
  const bytes = (text) =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const key = (format, text, algorithm, usages) =>
    crypto.subtle.importKey(format, bytes(text), algorithm, false, usages);
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = request.oncomplete = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const identity = {
    userId,
    card,
    fingerprint: bytes(fingerprint),
    draftsKey: await key("raw", draftsKey, "AES-GCM", ["encrypt", "decrypt"]),
    addressBookKey: await key("raw", addressBookKey, "AES-GCM", [
      "encrypt",
      "decrypt",
    ]),
    bagKey: await key("raw", bagKey, "AES-GCM", ["wrapKey", "unwrapKey"]),
    decryptionKey: await key(
      "pkcs8",
      decryptionKey,
      { name: "RSA-OAEP", hash: "SHA-256" },
      ["unwrapKey"]
    ),
    earlierDecryptionKeys: [],
    signingKey: await key("pkcs8", signingKey, "Ed25519", ["sign"]),
  };
  const opening = indexedDB.open(`encrypted-messages-${userId}`);
  opening.onupgradeneeded = () => opening.result.createObjectStore("values");
  const database = await done(opening);
  const transaction = database.transaction("values", "readwrite");
  const values = transaction.objectStore("values");
  values.put(identity, "identity");
  values.put(stored, "backup");
  await done(transaction);
  database.close();
};
