import { type TrustedHTML, trustHTML } from "@ember/template";
import type { Reading } from "./reading";

interface Words {
  text: string;
  html: string | null;
}

/**
 * What is shown of a post. Ember keeps what a template was given last for as long as that template is there, and with it
 * whatever that holds: so the words are in here alone, and taken out when they are shown no more.
 */
export class ShownPost {
  /** without its words */
  readonly reading: Reading;
  #text: string;
  #html: TrustedHTML | null;

  constructor(reading: Reading, words: Words | null = null) {
    this.reading =
      reading.state === "open"
        ? { ...reading, message: { ...reading.message, text: "", title: null } }
        : reading;
    this.#text = words?.text ?? "";
    this.#html =
      (words?.html ?? null) === null ? null : trustHTML(words!.html!);
  }

  /** Null where it is not open, or could not be laid out. */
  get html(): TrustedHTML | null {
    return this.#html;
  }

  /** As it was written. */
  get text(): string {
    return this.#text;
  }

  clear(): void {
    this.#text = "";
    this.#html = null;
  }
}
