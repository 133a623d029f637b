type Callback = () => void;

/**
 * When to ask again for what could not be fetched: the network is back, the member has come back to the page, or has
 * said so at any of the places where something is missing.
 */
export class Retries {
  #listeners = new Set<Callback>();
  #stop = new AbortController();

  constructor() {
    const { signal } = this.#stop;
    window.addEventListener("online", () => this.tell(), { signal });
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.tell(),
      { signal }
    );
  }

  /** @returns what forgets the callback */
  on(callback: Callback): Callback {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  tell(): void {
    this.#listeners.forEach((callback) => callback());
  }

  close(): void {
    this.#stop.abort();
  }
}
