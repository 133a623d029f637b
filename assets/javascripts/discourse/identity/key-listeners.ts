type Callback = () => void;

/** Who is told that the keys have come to this device, or that they are gone. */
export class KeyListeners {
  #unlock = new Set<Callback>();
  #lock = new Set<Callback>();

  onUnlock(callback: Callback): () => void {
    this.#unlock.add(callback);
    return () => this.#unlock.delete(callback);
  }

  onLock(callback: Callback): () => void {
    this.#lock.add(callback);
    return () => this.#lock.delete(callback);
  }

  tellUnlocked(): void {
    this.#unlock.forEach((callback) => callback());
  }

  tellLocked(): void {
    this.#lock.forEach((callback) => callback());
  }
}
