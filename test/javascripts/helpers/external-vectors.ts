import { test } from "qunit";
import type { Bytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { contentOf, isThere } from "./external-files";

/** A test that needs such a file, or a test visibly skipped where there is none. */
export function testWith<Vectors>(
  file: string,
  name: string,
  run: (assert: Assert, vectors: Vectors) => Promise<void>
): void {
  if (isThere(file)) {
    test(name, async function (assert) {
      assert.timeout(60_000);
      await run(assert, (await contentOf(file)) as Vectors);
    });
  } else {
    test.skip(`${name}: EXTERNAL_VECTORS has no ${file}`);
  }
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
