// In a page of a device: what the browser and core need for the same work as a row of `pages/`, in milliseconds. Keys
// and bytes are there already.
(() => {
  const { subtle } = crypto;
  const AES = { name: "AES-GCM", length: 256 };
  const RSA = {
    name: "RSA-OAEP",
    hash: "SHA-256",
    modulusLength: 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const list = (count, make) =>
    Promise.all(Array.from({ length: count }, make));

  async function timed(work) {
    const start = performance.now();
    await work();
    return performance.now() - start;
  }

  async function sealed(bytes) {
    const key = await subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new Uint8Array(bytes);
    const text = await subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    return { key, iv, text };
  }

  const open = ({ key, iv, text }) =>
    subtle.decrypt({ name: "AES-GCM", iv }, key, text);

  /** One read of the device, and a decryption for each title. */
  async function titles(count) {
    const all = await list(count, () => sealed(600));
    const name = `limit-${Math.random()}`;
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore("values");
    await new Promise((done) => (opening.onsuccess = done));
    const database = opening.result;
    const writing = database.transaction("values", "readwrite");
    all.forEach((one, at) => writing.objectStore("values").put(one, at));
    await new Promise((done) => (writing.oncomplete = done));
    const milliseconds = await timed(async () => {
      const reading = database
        .transaction("values")
        .objectStore("values")
        .getAll();
      await new Promise((done) => (reading.onsuccess = done));
      await Promise.all(reading.result.map(open));
    });
    database.close();
    indexedDB.deleteDatabase(name);
    return milliseconds;
  }

  /** An unwrapping for each. */
  async function grants(count) {
    const pair = await subtle.generateKey(RSA, false, ["encrypt", "decrypt"]);
    const wrapped = await subtle.encrypt(
      RSA,
      pair.publicKey,
      new Uint8Array(32)
    );
    return timed(() =>
      list(count, () => subtle.decrypt(RSA, pair.privateKey, wrapped))
    );
  }

  /** Each decrypted, verified, and cooked by core. */
  async function posts(count, text, engine) {
    const pair = await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const bytes = new TextEncoder().encode(text);
    const signature = await subtle.sign("Ed25519", pair.privateKey, bytes);
    const all = await list(count, () => sealed(bytes.length));
    return timed(async () => {
      const { cook } = await import(engine);
      await Promise.all(
        all.map(async (one) => {
          await open(one);
          await subtle.verify("Ed25519", pair.publicKey, signature, bytes);
          cook(text, {});
        })
      );
    });
  }

  /** Both pairs and the stretching of a secret, or the stretching alone. */
  async function keys({ isNew }) {
    return timed(async () => {
      if (isNew) {
        await Promise.all([
          subtle.generateKey(RSA, true, ["encrypt", "unwrapKey"]),
          subtle.generateKey("Ed25519", true, ["sign", "verify"]),
        ]);
      }
      const secret = await subtle.importKey(
        "raw",
        new TextEncoder().encode("seven ferries leave at noon"),
        "PBKDF2",
        false,
        ["deriveBits"]
      );
      const salt = new Uint8Array(16);
      await subtle.deriveBits(
        { name: "PBKDF2", hash: "SHA-256", salt, iterations: 600_000 },
        secret,
        256
      );
    });
  }

  window.limits = { titles, grants, posts, keys };
})();
