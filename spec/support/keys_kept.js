// The algorithms of all keys that the browser keeps for this site.
async () => {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const keysIn = (value) =>
    value instanceof CryptoKey
      ? [value.algorithm.name]
      : value && typeof value === "object"
        ? Object.values(value).flatMap(keysIn)
        : [];
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await done(
        database.transaction(store).objectStore(store).getAll()
      );
      found.push(...keysIn(values));
    }
    database.close();
  }
  return found;
};
