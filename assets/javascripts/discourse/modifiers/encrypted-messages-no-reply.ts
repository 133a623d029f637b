import { registerDestructor } from "@ember/destroyable";
import { set } from "@ember/object";
import { next } from "@ember/runloop";
import Modifier from "ember-modifier";
import type { TopicDetails } from "../types/core";

interface Signature {
  Element: HTMLElement;
  Args: {
    Positional: [
      details: TopicDetails | undefined,
      canCreatePost: boolean | undefined,
    ];
  };
}

/**
 * While the element is there, core offers no reply in the topic: below a post, in the footer, beside the posts, to a
 * selection. All of these ask one property of the topic's, which the site gives anew each time that the topic is loaded.
 */
export default class NoReply extends Modifier<Signature> {
  #closed: TopicDetails | null = null;

  modify(
    _element: HTMLElement,
    [details, canCreatePost]: Signature["Args"]["Positional"]
  ): void {
    if (!details || !canCreatePost) {
      return;
    }
    if (!this.#closed) {
      registerDestructor(this, () => this.#reopen());
    }
    this.#closed = details;
    // not while it is read
    next(() => this.#closed && set(details, "can_create_post", false));
  }

  #reopen(): void {
    const details = this.#closed;
    this.#closed = null;
    next(() => details && set(details, "can_create_post", true));
  }
}
