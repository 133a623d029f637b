import { next } from "@ember/runloop";

interface Waiting<Question, Answer> {
  question: Question;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** What is asked for while the page handles one event, answered together: a screen of posts, a list of titles. */
export class Batch<Question, Answer> {
  #answerAll: (
    questions: readonly Question[]
  ) => Promise<readonly Promise<Answer>[]>;
  #waiting: Waiting<Question, Answer>[] = [];

  /** @param answerAll gives an answer to each, in their order; what it throws is the answer to all */
  constructor(
    answerAll: (
      questions: readonly Question[]
    ) => Promise<readonly Promise<Answer>[]>
  ) {
    this.#answerAll = answerAll;
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) {
        next(() => void this.#answer());
      }
      this.#waiting.push({ question, resolve, reject });
    });
  }

  async #answer(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const answers = await this.#answerAll(
        waiting.map(({ question }) => question)
      );
      waiting.forEach(({ resolve, reject }, at) =>
        answers[at]!.then(resolve, reject)
      );
    } catch (error) {
      waiting.forEach(({ reject }) => reject(error));
    }
  }
}
