import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const REPO = join(import.meta.dirname, "../..");

/** The readers in Ruby: one process, asked by lines of JSON and answering in the same order. */
export class Reader {
  #process;
  #waiting = [];
  #ended = null;

  constructor(script = join(import.meta.dirname, "reader.rb")) {
    this.#process = spawn("bundle", ["exec", "ruby", script], {
      cwd: REPO,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process.stdin.on("error", () => {}); // it has ended, which is told below
    createInterface({ input: this.#process.stdout }).on("line", (line) =>
      this.#waiting.shift().resolve(JSON.parse(line))
    );
    this.#process.on("close", (code) => {
      this.#ended = new Error(`The reader in Ruby ended with ${code}`);
      this.#waiting.forEach(({ reject }) => reject(this.#ended));
    });
  }

  /** What the second reader and the server's parser make of each input; null where there is none. */
  async ask(name, inputs) {
    if (this.#ended) {
      throw this.#ended;
    }
    const answers = inputs.map(
      () =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ resolve, reject });
        })
    );
    const lines = inputs.map((given) => JSON.stringify([name, given]));
    this.#process.stdin.write(`${lines.join("\n")}\n`);
    return Promise.all(answers);
  }

  close() {
    this.#process.stdin.end();
  }
}
