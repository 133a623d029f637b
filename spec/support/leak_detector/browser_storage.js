// Everything this page's origin has stored, as a list of texts. Bytes are written in hexadecimal.
async () => {
  const found = [
    `window.name ${window.name}`,
    `address ${location.href}`,
    `history ${JSON.stringify(history.state)}`,
  ];

  for (const storage of [localStorage, sessionStorage]) {
    for (let i = 0; i < storage.length; i++) {
      found.push(`${storage.key(i)} = ${storage.getItem(storage.key(i))}`);
    }
  }

  const hex = (bytes) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function describe(value, seen = new Set()) {
    if (value === null || typeof value !== "object") {
      return String(value);
    }
    if (seen.has(value)) {
      return "";
    }
    seen.add(value);
    if (value instanceof ArrayBuffer) {
      return hex(new Uint8Array(value));
    }
    if (ArrayBuffer.isView(value)) {
      return hex(
        new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      );
    }
    if (value instanceof Blob) {
      return hex(new Uint8Array(await value.arrayBuffer()));
    }
    if (value instanceof CryptoKey) {
      return `CryptoKey ${value.type} ${value.extractable && value.type !== "public" ? "EXTRACTABLE" : "sealed"}`;
    }
    const parts =
      value instanceof Map || value instanceof Set
        ? [...value].flat()
        : Object.entries(value).flat();
    return (await Promise.all(parts.map((part) => describe(part, seen)))).join(
      " "
    );
  }

  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([
        result(store.getAllKeys()),
        result(store.getAll()),
      ]);
      for (let i = 0; i < keys.length; i++) {
        found.push(
          `${name} ${storeName} ${await describe(keys[i])} = ${await describe(values[i])}`
        );
      }
    }
    database.close();
  }

  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      found.push(
        `${name} ${request.url} ${hex(new Uint8Array(await response.arrayBuffer()))}`
      );
    }
  }

  return found;
};
