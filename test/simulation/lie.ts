import { encodeBase64url } from "heart/bytes";
import { type CardHistory } from "heart/card";
import { parseEnvelope } from "heart/envelope";
import { ProtocolError } from "heart/errors";
import { type Identity } from "heart/identity";
import type { LedgerEntry } from "heart/ledger";
import { readLedgerRow } from "heart/records";
import { listsPair, newestEntry, type Roster } from "heart/roster";
import type { Device } from "./device";
import type { Liar, Request } from "./network";
import {
  type Cards,
  type NewBook,
  type OwnState,
  type Page,
  type PagePost,
  Refused,
  type RosterPayload,
  type Topic,
} from "./server";
import type { World } from "./world";

// What a site says that is not so. Each lie changes some of its answers to one member, and says of which device it is told
// something that it has to notice: what it cannot open, for want of a key, it cannot judge.

/** One lie, told in one run. */
export interface Telling {
  world: World;
  /** To whom, from whatever device of theirs. */
  victimId: number;
  device: Device;
  topic: Topic;
  /** What the lie keeps from one answer to the next. */
  memory: Map<string, unknown>;
  /** The device was told something that it has to notice. */
  told(): void;
}

export interface LieKind {
  name: string;
  /** Why nobody can notice it, where nobody can. */
  unseen?: string;
  /** What somebody who works with the site does before it is told. */
  prepare?(telling: Omit<Telling, "told" | "device">): Promise<void>;
  page?(page: Page, telling: Telling): void;
  posts?(posts: PagePost[], telling: Telling): void;
  rosters?(payload: RosterPayload, telling: Telling): void;
  cards?(cards: Cards[], telling: Telling): Cards[];
  /** What a page is told of its member's own keys. */
  own?(state: OwnState, telling: Telling): void;
  book?(book: NewBook, telling: Telling): NewBook;
  /** It is noticed when something is written, in the first conversation. */
  isToldToWriters?: boolean;
}

/** A lie of a kind, told to one member. */
export class Lie {
  readonly kind: LieKind;
  /** Devices that have to notice it, and in which topic. */
  readonly told = new Set<string>();
  readonly victimId: number;
  /** Of those, how many have. */
  noticed = 0;
  tell: Liar = (answer, request, toDevice) => {
    const device = this.#world.devices.find(({ name }) => name === toDevice);
    if (device?.userId !== this.victimId) {
      return answer;
    }
    return this.#changed(answer, request, device);
  };
  #world: World;
  #memories = new Map<number, Map<string, unknown>>();

  constructor(world: World, kind: LieKind) {
    this.kind = kind;
    this.#world = world;
    this.victimId = 1 + (world.scenario.victim % world.scenario.members);
  }

  /** What was told before is known to be untrue by now. */
  beginAnew(): void {
    this.told.clear();
    this.#memories.clear();
  }

  async prepare(topic: Topic): Promise<void> {
    const { kind, victimId } = this;
    const memory = this.#memoryOf(topic);
    try {
      await kind.prepare?.({ world: this.#world, victimId, topic, memory });
    } catch (error) {
      // whoever works with the site is bound by what has happened, too
      if (!(error instanceof Refused || error instanceof ProtocolError)) {
        throw error;
      }
    }
  }

  #changed(answer: unknown, request: Request, device: Device): unknown {
    const { kind } = this;
    const { name, topicId } = request;
    if (topicId === null) {
      const telling = this.#telling(device, this.#world.server.topics[0]!);
      switch (name) {
        case "identities":
          return kind.cards?.(answer as Cards[], telling) ?? answer;
        case "own state":
          kind.own?.(answer as OwnState, telling);
          return answer;
        case "book":
          return kind.book?.(answer as NewBook, telling) ?? answer;
        default:
          return answer;
      }
    }
    const telling = this.#telling(device, this.#world.server.topic(topicId));
    if (!device.identity) {
      return answer;
    }
    if (name === "page") {
      const page = answer as Page;
      if (!page.conversation) {
        return page;
      }
      kind.page?.(page, telling);
      kind.posts?.(page.posts, telling);
    } else if (name === "posts") {
      kind.posts?.(answer as PagePost[], telling);
    } else if (name === "rosters") {
      kind.rosters?.(answer as RosterPayload, telling);
    }
    return answer;
  }

  #telling(device: Device, topic: Topic): Telling {
    return {
      world: this.#world,
      victimId: this.victimId,
      device,
      topic,
      memory: this.#memoryOf(topic),
      told: () => this.told.add(placeOf(device, topic)),
    };
  }

  #memoryOf(topic: Topic): Map<string, unknown> {
    const memory = this.#memories.get(topic.id) ?? new Map();
    this.#memories.set(topic.id, memory);
    return memory;
  }
}

export function placeOf({ name }: Device, { id }: Topic): string {
  return `${name}, topic ${id}`;
}

/** The keys that the member has now, as far as any device of theirs does. */
export function keysOf({ people }: World, userId: number): Identity {
  return people[userId - 1]!.keys.at(-1)!;
}

/** What the site has of the member's cards, newest first. */
export async function cardsOf(
  { server }: World,
  userId: number
): Promise<CardHistory> {
  return (await server.accounts.history(userId))!;
}

// --- what a device can judge ---

/** Whether the device reads what was written in the epoch, if it is told the truth. */
export function reads(
  { device, topic, world }: Telling,
  envelope: string
): boolean {
  const { place } = parseEnvelope(envelope.replace(/^.*:/, ""));
  const identity = device.identity!;
  const { conversationId } = topic.roster;
  return (
    holdsKey(device, topic, place.epoch) ||
    (listsPair(newestEntry(topic.roster), identity) &&
      world.rights.should(conversationId, identity).has(place.epoch))
  );
}

/** Whether the device takes part with the keys that it has. */
export function isListedHere({ device, topic }: Telling): boolean {
  return (
    device.identity !== null &&
    listsPair(newestEntry(topic.roster), device.identity)
  );
}

export function holdsKey(
  { storage }: Device,
  { roster }: Topic,
  epoch: number
): boolean {
  return storage.values.has(`key:${roster.conversationId}:${epoch}`);
}

/** The latest revision of a message that the device knows of; 0 where it does not know it. */
export function knownRevision(device: Device, envelope: string): number {
  return ledgerEntry(device, envelope)?.seen?.revision ?? 0;
}

function ledgerEntry(
  { storage }: Device,
  envelope: string
): LedgerEntry | null {
  const { place } = parseEnvelope(envelope.replace(/^.*:/, ""));
  const kind = place.kind === 2 ? "title" : "message";
  const name = `${kind}:${place.conversationId}`;
  const shelves = [...storage.values].filter(
    ([each]) => each === name || each.startsWith(`${name}:`)
  );
  for (const [each, shelf] of shelves) {
    const rows = (
      each === name ? (shelf as { rows: unknown }).rows : shelf
    ) as Map<string, unknown>;
    if (rows.has(place.messageId)) {
      return readLedgerRow(rows.get(place.messageId));
    }
  }
  return null;
}

/** Whether something that the device has read names the message. */
export function isNamed(device: Device, envelope: string): boolean {
  return Boolean(ledgerEntry(device, envelope)?.named);
}

export function isSeenAt(device: Device, postId: number): boolean {
  return [...device.storage.values].some(
    ([name, places]) =>
      name.startsWith("places:post:") &&
      (places as Map<number, string>).has(postId)
  );
}

export function heldRoster({ device, topic }: Telling): Roster | null {
  const held = device.storage.values.get(
    `roster:${topic.roster.conversationId}`
  );
  return (held as Roster | undefined) ?? null;
}

/** With another character in the middle. */
export function damaged(text: string): string {
  const at = Math.floor(text.length / 2);
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

export function epochOf(raw: NonNullable<PagePost["encrypted_raw"]>): number {
  return parseEnvelope(raw.replace(/^.*:/, "")).place.epoch;
}

/**
 * The rows of epochs whose keys the device does not hold, and needs. A site that lies about a grant withholds what another
 * device has kept, which would be opened in its place.
 */
export function neededRows({ conversation, posts }: Page, telling: Telling) {
  const rows = conversation!.keys.filter(
    ({ epoch }) =>
      !holdsKey(telling.device, telling.topic, epoch) &&
      posts.some(
        ({ encrypted_raw }) =>
          encrypted_raw !== null && epochOf(encrypted_raw) === epoch
      ) &&
      isForKeysOfNow(telling, epoch)
  );
  rows.forEach((row) => delete row.bag);
  return rows;
}

export function isForKeysOfNow(
  { device, topic }: Telling,
  epoch: number
): boolean {
  const row = topic.keys
    .get(device.userId)
    ?.find((each) => each.epoch === epoch);
  return row?.to === encodeBase64url(device.identity!.fingerprint);
}
