import { waitForPromise } from "@ember/test-waiters";
import {
  newPageKey,
  openWords,
  type SealedWords,
  sealWords,
} from "../lib/index";
import type { OpenReading } from "./reading";

/** More are not kept: whoever scrolls back that far has them read once more. */
const MOST = 2000;

/** What a post says, and how it was laid out. */
export interface Words {
  text: string;
  title: string | null;
  /** null where it could not be laid out */
  html: string | null;
  /** whether its links open in a new tab */
  newTab: boolean;
}

interface Kept {
  /** without its words */
  reading: OpenReading;
  /** what shows it */
  places: Set<object>;
  /** null while nothing shows it */
  words: Words | null;
  /** the same, once it was not shown */
  sealed: SealedWords | null;
}

/**
 * The posts that were shown on this page, by all that they depend on: none is verified or laid out twice. Their words are
 * in the page's memory as they are while they are shown, and encrypted otherwise.
 */
export class KeptPosts {
  #posts = new Map<string, Kept>();
  #names = new WeakMap<object, string>();
  #key: Promise<CryptoKey> | null = null;

  /**
   * @param place what is going to show it, until it leaves; null where nothing does
   * @returns null where it was not shown as it is now
   */
  async find(
    name: string,
    place: object | null = null
  ): Promise<{ reading: OpenReading; words: Words } | null> {
    const kept = this.#posts.get(name);
    if (!kept) {
      return null;
    }
    if (place) {
      this.#take(place, name, kept);
    }
    const words = kept.words ?? (await this.#open(kept));
    if (!words || this.#posts.get(name) !== kept) {
      return null; // the keys have gone meanwhile
    }
    if (kept.places.size > 0) {
      kept.words = words;
    }
    return { reading: withWords(kept.reading, words), words };
  }

  /** `place` shows it from now on, as it was verified and laid out. */
  show(place: object, name: string, reading: OpenReading, words: Words): void {
    const known = this.#posts.get(name);
    const kept = known ?? { places: new Set(), reading, words, sealed: null };
    if (known?.words?.html !== words.html) {
      kept.sealed = null;
    }
    kept.words = words;
    kept.reading = withWords(reading, { text: "", title: null });
    this.#posts.delete(name);
    this.#posts.set(name, kept);
    this.#take(place, name, kept);
    this.#dropOldest();
  }

  /** `place` is gone, and with it the words that nothing else shows. */
  leave(place: object): void {
    const name = this.#names.get(place);
    const kept = name === undefined ? undefined : this.#posts.get(name);
    this.#names.delete(place);
    if (kept?.places.delete(place) && kept.places.size === 0) {
      void waitForPromise(this.#seal(name!, kept));
    }
  }

  /** The keys are gone. */
  clear(): void {
    this.#posts.clear();
    this.#key = null;
  }

  #take(place: object, name: string, kept: Kept): void {
    if (this.#names.get(place) !== name) {
      this.leave(place);
    }
    this.#names.set(place, name);
    kept.places.add(place);
  }

  async #open({ sealed }: Kept): Promise<Words | null> {
    return sealed && this.#key
      ? (JSON.parse(await openWords(await this.#key, sealed)) as Words)
      : null;
  }

  async #seal(name: string, kept: Kept): Promise<void> {
    const { words } = kept;
    try {
      if (words && !kept.sealed) {
        this.#key ??= newPageKey();
        kept.sealed = await sealWords(await this.#key, JSON.stringify(words));
      }
    } catch {
      this.#posts.delete(name);
    }
    // unless it is shown again already
    if (kept.places.size === 0) {
      kept.words = null;
    }
  }

  #dropOldest(): void {
    for (const [name, { places }] of this.#posts) {
      if (this.#posts.size <= MOST) {
        return;
      }
      if (places.size === 0) {
        this.#posts.delete(name);
      }
    }
  }
}

function withWords(
  reading: OpenReading,
  { text, title }: Pick<Words, "text" | "title">
): OpenReading {
  return { ...reading, message: { ...reading.message, text, title } };
}
