import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { encode } from "./cbor";
import { NEWER } from "./changes";

/** Collects what must be refused. `field` is the name of the object's place in `given`. */
export class Refusals {
  list = [];

  constructor(field, given, wrap = (text) => text) {
    this.field = field;
    this.given = given;
    this.wrap = wrap;
  }

  /** An object in CBOR. */
  add(name, value, cause, given = {}) {
    this.addText(name, this.wrap(encodeBase64url(encode(value))), cause, given);
  }

  /** An object as text. */
  addText(name, text, cause, given = {}) {
    if (this.list.some((other) => other.name === name)) {
      throw new Error(`two cases are called ${name}`);
    }
    this.list.push({
      name,
      given: { ...this.given, ...given, [this.field]: text },
      cause,
    });
  }

  /** Several objects; where a change bears a key, `causes` tells its cause. */
  async addAll(prefix, changes, make, causes = {}, otherwise = "malformed") {
    for (const [what, changed, key] of changes) {
      this.add(
        `${prefix}${what}`,
        await make(changed),
        key === NEWER ? "newer" : (causes[key] ?? otherwise)
      );
    }
  }
}
