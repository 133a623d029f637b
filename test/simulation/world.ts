import { ChangedKeys, OtherOwnKeys } from "client/compose/status-after";
import { ProtocolError } from "heart/errors";
import { acceptSetBack, act, sendOne, startOne } from "./actions";
import { Device, type Person } from "./device";
import { Lie } from "./lie";
import { LIES } from "./lies";
import { Lost, Network } from "./network";
import { tellOfPeople } from "./reading";
import { Rights, type Should } from "./rights";
import type { Action, Scenario } from "./scenario";
import { Refused, Server, type Topic } from "./server";
import type { Backup } from "./tables";
import { Dice, Turns } from "./turns";
import { Held } from "./writing";

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Reasons why a member cannot read or write that are the way of things. */
const USUAL = [
  "no-key",
  "earlier-keys",
  "awaited",
  "ended",
  "unchecked",
  "missing",
];

/** One run: the members, their devices, the site. */
export class World {
  readonly scenario: Scenario;
  readonly server = new Server();
  readonly rights = new Rights();
  readonly dice: Dice;
  readonly turns: Turns;
  readonly network: Network;
  readonly people: Person[] = [];
  readonly devices: Device[] = [];
  /** Who has come to new keys that nobody has vouched for: the others are told. */
  readonly reset = new Set<number>();
  /** Whose newest keys a site that was set back has lost: it shows earlier ones, until a device of theirs puts these back. */
  readonly rolledBack = new Set<number>();
  /** Topics, and who was left out there although they take part: others are asked whether to let them in. */
  readonly leftOut = new Set<string>();
  /** Topic, inviter and invited → whether these are to read from the beginning. */
  readonly inviting = new Map<string, boolean>();
  /** Whether the site was restored from a backup, of which all members hear by other means. */
  isSetBack = false;
  readonly trace: string[] = [];
  readonly lie: Lie | null;
  /** Text → author. */
  readonly texts = new Map<string, number>();

  /** What came of the actions, by kind. */
  readonly outcomes = new Map<string, number>();
  #backup: { server: Backup; rights: Should } | null = null;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.dice = new Dice(scenario.dice);
    this.turns = new Turns(this.dice);
    this.network = new Network(this.server, this.turns, this.dice, scenario);
    const kind = LIES[scenario.lie];
    this.lie = kind ? new Lie(this, kind) : null;
    this.server.onWritten = (written) => {
      const { topic, authorId, namedId } = written;
      const invitation = `${topic.id} ${authorId} ${namedId}`;
      this.rights.entryWritten(written, this.inviting.get(invitation) ?? true);
    };
    this.server.onGiven = (...given) => this.rights.given(...given);
    this.server.accounts.onReplaced = (userId, isVouched) => {
      if (!isVouched) {
        this.reset.add(userId);
      }
    };
  }

  async begin(): Promise<void> {
    const { lost } = this.network;
    await this.calmly(async () => {
      for (let userId = 1; userId <= this.scenario.members; userId++) {
        const secrets = [`a secret of member ${userId} that nobody guesses`];
        this.people.push({ userId, secrets, keys: [] });
        await this.newDevice(userId);
      }
      // the first conversation is there for sure, and its members know of it
      const [first] = this.devices;
      await first!.run(() => startOne(this, first!, this.dice.below(1000)));
    });
    this.network.lost = lost;
  }

  async play(): Promise<void> {
    for (const [number, actions] of this.scenario.groups.entries()) {
      if (this.lie && number >= this.scenario.liesFrom) {
        this.network.lie = this.lie.tell;
      }
      this.#backUpOrSetBack(number);
      const jobs = actions.flatMap((action) => this.#jobFor(action) ?? []);
      await this.turns.all(jobs);
      this.lookAround();
    }
  }

  #backUpOrSetBack(number: number): void {
    const { server, rights, scenario } = this;
    if (!this.lie && number === scenario.backUp) {
      this.#backup = { server: server.backUp(), rights: rights.backUp() };
    } else if (this.#backup && number === scenario.setBack) {
      const { all: before } = server.accounts;
      server.restore(this.#backup.server);
      for (const { userId, cards } of before.values()) {
        if (server.accounts.all.get(userId)?.cards[0] !== cards[0]) {
          this.rolledBack.add(userId);
        }
      }
      rights.restore(this.#backup.rights);
      this.isSetBack = true;
      this.trace.push("The site is restored from a backup");
    }
  }

  /** One after the other, and with a good connection. */
  async calmly(job: () => Promise<void>): Promise<void> {
    this.network.lost = 0;
    await this.turns.all([job]);
    this.lookAround();
  }

  /** What stands above the conversations that are open by now. */
  lookAround(): void {
    for (const device of this.devices.filter(({ hasPage }) => hasPage)) {
      for (const topic of device.page.topics.values()) {
        tellOfPeople(device, topic);
      }
    }
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
      await device.run(() => sendOne(this, device, topic));
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
    const topics = this.server.topics.filter(({ members }) =>
      members.has(device.userId)
    );
    const topic = topics[action.topic % (topics.length || 1)];
    if (!topic && action.kind !== "start") {
      return null;
    }
    device.isBusy = true;
    return () => device.run(() => this.#do(device, topic!, action));
  }

  async #do(device: Device, topic: Topic, action: Action): Promise<void> {
    const what = `${device.name}: ${action.kind}${topic ? ` in ${topic.id}` : ""}`;
    try {
      await this.ownKeys(device);
      const done = await act(this, device, topic, action);
      this.trace.push(`${what}${done ? `, ${done}` : ""}`);
      this.#count(action.kind, "done");
    } catch (error) {
      const why = this.#whyNot(device, topic?.id ?? null, error);
      this.trace.push(`${what}: ${why}`);
      this.#count(action.kind, why.replace(/ of .*/, ""));
    } finally {
      device.isBusy = false;
    }
  }

  /** The page hears that the member has other keys by now, who enters the secret. */
  async ownKeys(device: Device): Promise<void> {
    if (!device.hasPage || !device.identity) {
      await device.load();
    }
    const current = await this.server.accounts.fingerprint(device.userId);
    const { ownWatch, identity } = device.page.services;
    if (current && device.identity) {
      await ownWatch.hear(current);
      await device.untilPutBack();
    }
    if (identity.isLocked || ownWatch.isAlarmed()) {
      await this.#unlock(device);
    }
    if (this.isSetBack) {
      await acceptSetBack(device);
    }
  }

  /** Whose keys the site cannot take back, since it has lost two in a row, goes on as on a new device. */
  async #unlock(device: Device): Promise<void> {
    try {
      await device.unlock();
    } catch (error) {
      if (!(error instanceof OtherOwnKeys && this.isSetBack)) {
        throw error;
      }
      await device.page.services.identity.forget();
      await device.load();
    }
  }

  #count(kind: string, outcome: string): void {
    const name = `${kind}: ${outcome}`;
    this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }

  /** What the member is told; whatever is no refusal is a mistake of the client, or of the simulation. */
  #whyNot(device: Device, topicId: number | null, thrown: unknown): string {
    const { cause } = thrown as { cause?: unknown };
    const error = cause ?? thrown;
    if (error instanceof Lost) {
      return "no answer";
    }
    if (error instanceof Refused) {
      return error.type;
    }
    if (error instanceof OtherOwnKeys) {
      device.tell("own keys", topicId);
      return "own keys";
    }
    if (error instanceof Held || error instanceof ChangedKeys) {
      const changes = error instanceof Held ? error.changes : error.members;
      const ids = changes.map(({ userId }) => userId);
      for (const { userId, kind } of changes) {
        device.tell(`${kind} keys of ${userId}`, topicId);
      }
      const kind = error instanceof Held ? error.kind : "changed";
      if (ids.length === 0 && !USUAL.includes(kind)) {
        device.tell(kind, topicId);
      }
      return ids.length > 0 ? `changed keys of ${ids.join(", ")}` : kind;
    }
    if (error instanceof ProtocolError) {
      if (!USUAL.includes(error.reason)) {
        device.tell(error.reason, topicId);
      }
      return error.reason;
    }
    const name = (error as Error).constructor.name;
    if (EXPECTED.includes(name)) {
      return name;
    }
    throw thrown;
  }

  async newDevice(userId: number): Promise<Device> {
    const person = this.people[userId - 1]!;
    const number = this.devicesOf(userId).length + 1;
    const skew = Math.round((this.dice.next() * 2 - 1) * YEAR);
    const name = `member ${userId}, device ${number}`;
    const device = new Device(name, person, this.network, skew);
    this.devices.push(device);
    await device.run(async () => {
      await device.load();
      const { identity } = device.page.services;
      if (identity.state === "none") {
        await identity.enable(person.secrets[0]!);
        device.noteKeys();
      }
    });
    return device;
  }
}

/** What the services say by a class of its own where it is none of the site's doing. */
const EXPECTED = [
  "EditedElsewhere",
  "GoneKeys",
  "OlderRevision",
  "Unread",
  "ConflictError",
  "OtherKeysError",
  "UnknownOutcomeError",
];
