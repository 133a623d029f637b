import { test } from "qunit";
import type { Bytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";

// Vectors of others are not part of this repository: see test/vectors/README.md. The test server hands them out where it
// has them.
const ROOT = "/external-vectors";

/** A test that needs such a file, or a test visibly skipped where there is none. */
export function testWith<Vectors>(
  file: string,
  name: string,
  run: (assert: Assert, vectors: Vectors) => Promise<void>
): void {
  if (isThere(file)) {
    test(name, async function (assert) {
      assert.timeout(60_000);
      await run(assert, await (await fetch(`${ROOT}/${file}`)).json());
    });
  } else {
    test.skip(`${name}: EXTERNAL_VECTORS has no ${file}`);
  }
}

// QUnit has to know when the test is defined, so this cannot wait for an answer.
function isThere(file: string): boolean {
  const request = new XMLHttpRequest();
  request.open("HEAD", `${ROOT}/${file}`, false);
  request.send();
  const type = request.getResponseHeader("Content-Type") ?? "";
  return request.status === 200 && type.includes("json");
}

export function fromHex(hex: string): Bytes {
  const pairs = hex.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}

/** Counts what is left out, and why. */
export class LeftOut {
  #counts = new Map<string, number>();

  because(reason: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  toString(): string {
    const counts = [...this.#counts].map(([reason, n]) => `${n} (${reason})`);
    return `left out: ${counts.join(", ") || "none"}`;
  }
}
