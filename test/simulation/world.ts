import { act, sendOne, startOne } from "./actions";
import { Device, reasonOf } from "./device";
import { Lie } from "./lie";
import { LIES } from "./lies";
import { Lost, Network, setClock } from "./network";
import { ChangedKeys, type OnEntry } from "./participation";
import { personOf } from "./people";
import { Rights } from "./rights";
import type { Action, Scenario } from "./scenario";
import { Refused, Server, type Topic } from "./server";
import { Dice, Turns } from "./turns";

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** One run: the members, their devices, the site. */
export class World {
  readonly scenario: Scenario;
  readonly server = new Server();
  readonly rights = new Rights();
  readonly dice: Dice;
  readonly turns: Turns;
  readonly network: Network;
  readonly devices: Device[] = [];
  /** Who has come to new keys that nobody has vouched for: the others are told. */
  readonly reset = new Set<number>();
  readonly trace: string[] = [];
  readonly lie: Lie | null;
  /** Text → author. */
  readonly texts = new Map<string, number>();

  onEntry: OnEntry = (device, topicId, addition) => {
    const topic = this.server.topic(topicId);
    this.rights.entryWritten(topic, device, addition);
  };

  /** What came of the actions, by kind. */
  readonly outcomes = new Map<string, number>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.dice = new Dice(scenario.dice);
    this.turns = new Turns(this.dice);
    this.network = new Network(this.server, this.turns, this.dice, scenario);
    const kind = LIES[scenario.lie];
    this.lie = kind ? new Lie(this, kind) : null;
  }

  async begin(): Promise<void> {
    for (let userId = 1; userId <= this.scenario.members; userId++) {
      const person = await personOf(userId);
      this.server.replaceCard(person);
      await this.newDevice(userId);
    }
    // the first conversation is there for sure, and its members know of it
    const { lost } = this.network;
    await this.calmly(async () => {
      await startOne(this, this.devices[0]!, this.dice.below(1000));
    });
    this.network.lost = lost;
  }

  async play(): Promise<void> {
    for (const [number, actions] of this.scenario.groups.entries()) {
      if (this.lie && number >= this.scenario.liesFrom) {
        this.network.lie = this.lie.tell;
      }
      const jobs = actions.flatMap((action) => this.#jobFor(action) ?? []);
      await this.turns.all(jobs);
    }
  }

  /** One after the other, and with a good connection. */
  async calmly(job: () => Promise<void>): Promise<void> {
    this.network.lost = 0;
    await this.turns.all([job]);
  }

  devicesOf(userId: number): Device[] {
    return this.devices.filter((device) => device.userId === userId);
  }

  newText({ userId }: Device): string {
    const text = `text ${this.texts.size + 1}`;
    this.texts.set(text, userId);
    return text;
  }

  /** Says something, as soon as it can be said. */
  async say(device: Device, topic: Topic): Promise<void> {
    try {
      await sendOne(this, device, topic);
    } catch (error) {
      this.#whyNot(device, topic.id, error);
    }
  }

  /** What the action comes to now; null where it comes to nothing. */
  #jobFor(action: Action): (() => Promise<void>) | null {
    const device = this.devices[action.device % this.devices.length]!;
    if (device.isBusy) {
      return null;
    }
    const topics = this.server.topics.filter(
      ({ members, keys }) =>
        members.has(device.userId) && keys.has(device.userId)
    );
    const topic = topics[action.topic % (topics.length || 1)];
    if (!topic && action.kind !== "start") {
      return null;
    }
    device.isBusy = true;
    return async () => {
      setClock(device.skew);
      const what = `${device.name}: ${action.kind}${topic ? ` in ${topic.id}` : ""}`;
      try {
        await this.ownKeys(device);
        const done = await act(this, device, topic!, action);
        this.trace.push(`${what}${done ? `, ${done}` : ""}`);
        this.#count(action.kind, "done");
      } catch (error) {
        const why = this.#whyNot(device, topic?.id ?? null, error);
        this.trace.push(`${what}: ${why}`);
        this.#count(action.kind, why.replace(/ of .*/, ""));
      } finally {
        device.isBusy = false;
      }
    };
  }

  /** The page says that the keys here are no longer the member's: they unlock with their secret. */
  async ownKeys(device: Device): Promise<void> {
    const person = this.server.members.get(device.userId)!;
    if (device.person !== person) {
      await device.unlock(person);
    }
  }

  #count(kind: string, outcome: string): void {
    const name = `${kind}: ${outcome}`;
    this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }

  /** What the member is told; whatever is no refusal is a mistake of the heart, or of the simulation. */
  #whyNot(device: Device, topicId: number | null, error: unknown): string {
    if (error instanceof Lost) {
      return "no answer";
    }
    if (error instanceof Refused) {
      // what is known of others is out of date: the member loads the page anew
      if (error.type === "stale_keys") {
        device.reload();
      }
      return error.type;
    }
    if (error instanceof ChangedKeys) {
      const ids = error.cards.map(({ userId }) => userId);
      if (ids.some((id) => !this.reset.has(id))) {
        device.tell("changed keys", topicId);
      }
      return `changed keys of ${ids.join(", ")}`;
    }
    const reason = reasonOf(error);
    if (reason === null) {
      throw error;
    }
    if (!["no-key", "earlier-keys"].includes(reason)) {
      device.tell(reason, topicId);
    }
    return reason;
  }

  async newDevice(userId: number): Promise<Device> {
    const person = this.server.members.get(userId)!;
    const number = this.devicesOf(userId).length + 1;
    const skew = Math.round((this.dice.next() * 2 - 1) * YEAR);
    const device = new Device(
      `member ${userId}, device ${number}`,
      person,
      this.network,
      skew
    );
    await device.unlock(person);
    this.devices.push(device);
    return device;
  }
}
