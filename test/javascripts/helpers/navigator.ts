import sinon from "sinon";

/** `navigator.storage` of a browser of that vendor, which agrees to keep it. Ends with `beAsBefore`. */
export function beStorage(vendor: string) {
  const storage = {
    persisted: sinon.stub().resolves(false),
    persist: sinon.stub().resolves(true),
  };
  beNavigator({ storage, vendor });
  return storage;
}

/** Puts it in the place of what the browser has, which not all have. */
export function beNavigator(own: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
}

export function beAsBefore(): void {
  for (const name of Object.keys(Object.getOwnPropertyDescriptors(navigator))) {
    Reflect.deleteProperty(navigator, name);
  }
}
