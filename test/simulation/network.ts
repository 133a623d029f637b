import type { Browser } from "./platform/running";
import { Refused, type Server } from "./server";
import type { Dice, Turns } from "./turns";

/** No answer: whether the request has arrived, nobody knows. */
export class Lost extends Error {}

/** How bad the connection is. */
export interface Weather {
  /** Requests that never arrive, and answers that do not, of a hundred. */
  lost: number;
}

export interface Request {
  name: string;
  topicId: number | null;
}

/** What a site that lies makes of an answer. */
export type Liar = (
  answer: unknown,
  request: Request,
  toDevice: string
) => unknown;

export class Network {
  readonly server: Server;
  readonly counts = { requests: 0, lost: 0, conflicts: 0 };
  lost: number;
  lie: Liar = (answer) => answer;
  #turns: Turns;
  #dice: Dice;

  constructor(server: Server, turns: Turns, dice: Dice, { lost }: Weather) {
    this.server = server;
    this.#turns = turns;
    this.#dice = dice;
    this.lost = lost;
  }

  /** Asks the site. Others come before and after, as the dice have it. */
  async ask<T>(
    { name }: Pick<Browser, "name">,
    request: Request,
    answer: (server: Server) => T | Promise<T>
  ): Promise<T> {
    this.counts.requests++;
    await this.#turns.pass();
    if (this.#isLost()) {
      throw new Lost();
    }
    try {
      const given = await answer(this.server);
      const told = this.lie(given, request, name) as T;
      await this.#turns.pass();
      if (this.#isLost()) {
        throw new Lost();
      }
      return told;
    } catch (error) {
      if (error instanceof Refused) {
        this.counts.conflicts += error.status === 409 ? 1 : 0;
        await this.#turns.pass();
      }
      throw error;
    }
  }

  #isLost(): boolean {
    const isLost = this.#dice.below(100) < this.lost;
    this.counts.lost += isLost ? 1 : 0;
    return isLost;
  }
}
