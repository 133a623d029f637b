import { encodeBase64url } from "./bytes";
import {
  compareWithLedger,
  type LedgerEntry,
  type Sighting,
  type Standing,
  withNamed,
  withSeen,
} from "./ledger";
import { type NamedMessage } from "./message";
import { type LedgerRow, readLedgerRow, readMessageId } from "./records";
import { type ChangingValues, type Values } from "./storage";
import { Kind } from "./suite";

// The ledger as the device keeps it: the messages of a conversation on shelves, and what stands in posts of neighbouring
// numbers on others, so that a screen or a list is read and written as a few values. Whatever else the device remembers is
// on other shelves, and makes none of it slower.

/** Messages on one shelf: a longer one takes longer to write, many short ones to read. */
export const SHELF_SIZE = 512;
/** More are nobody's. */
const MAX_SHELVES = 1_000_000;
/** Numbers of posts, or of topics, of which one shelf says what stands there. */
const PLACES_ON_SHELF = 1024;

/** What is looked up of a message. */
export type LedgerKey = Pick<Sighting, "conversationId" | "messageId"> &
  Partial<Pick<Sighting, "kind">>;

/** A message, and where it is shown. */
export type SightingKey = LedgerKey & Pick<Sighting, "place">;

/** The newest shelf's value; those before it, which are full, have a number behind the name. */
interface Newest {
  full: number;
  rows: ReadonlyMap<string, unknown>;
}

/** The messages of a conversation, or its titles: by id, on as many shelves as there are. */
class Shelves {
  static async read(
    values: Values,
    names: readonly string[]
  ): Promise<Map<string, Shelves>> {
    const newest = (await values.get(names)).map(readNewest);
    const full = names.map((name, at) =>
      Array.from({ length: newest[at]!.full }, (_, each) => `${name}:${each}`)
    );
    const isAll = full.every(({ length }) => length === 0);
    const older = isAll
      ? []
      : (await values.get(full.flat())).map((each) => readMap<string>(each));
    return new Map(
      names.map((name, at) => [
        name,
        new Shelves(name, [
          ...older.splice(0, full[at]!.length),
          newest[at]!.rows,
        ]),
      ])
    );
  }

  readonly #name: string;
  /** The newest is the last. */
  readonly #shelves: ReadonlyMap<string, unknown>[];
  readonly #changed = new Map<number, Map<string, unknown>>();
  readonly #found = new Map<string, LedgerEntry | null>();
  /** On which shelf each is; made where there is something to write. */
  #index: Map<string, number> | null = null;

  constructor(name: string, shelves: ReadonlyMap<string, unknown>[]) {
    this.#name = name;
    this.#shelves = shelves;
  }

  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  find(messageId: string): LedgerEntry | null {
    const at = this.#where(messageId);
    if (at < 0) {
      return null;
    }
    const found =
      this.#found.get(messageId) ??
      readLedgerRow(this.#shelves[at]!.get(messageId));
    this.#found.set(messageId, found);
    return found;
  }

  put(messageId: string, entry: LedgerEntry): void {
    this.#index ??= new Map(
      this.#shelves.flatMap((rows, at) =>
        [...rows.keys()].map((each): [string, number] => [each, at])
      )
    );
    let at = this.#where(messageId);
    if (at < 0) {
      at = this.#shelves.length - 1;
      if (this.#shelves[at]!.size >= SHELF_SIZE) {
        this.#changing(at); // its name is another one now
        at = this.#shelves.push(new Map()) - 1;
      }
    }
    this.#index.set(messageId, at);
    this.#found.set(messageId, entry);
    this.#changing(at).set(messageId, rowOf(entry));
  }

  writeTo(values: ChangingValues): void {
    const newest = this.#shelves.length - 1;
    for (const [at, rows] of this.#changed) {
      if (at === newest) {
        values.put(this.#name, { full: newest, rows } satisfies Newest);
      } else {
        values.put(`${this.#name}:${at}`, rows);
      }
    }
  }

  /** What is read is not to be changed: others have it too. */
  #changing(at: number): Map<string, unknown> {
    let rows = this.#changed.get(at);
    if (!rows) {
      rows = new Map(this.#shelves[at]);
      this.#shelves[at] = rows;
      this.#changed.set(at, rows);
    }
    return rows;
  }

  /** From behind: what is looked up has mostly come lately. */
  #where(messageId: string): number {
    if (this.#index) {
      return this.#index.get(messageId) ?? -1;
    }
    let at = this.#shelves.length - 1;
    while (at >= 0 && !this.#shelves[at]!.has(messageId)) {
      at--;
    }
    return at;
  }
}

function readNewest(value: unknown): Newest {
  const { full, rows } = (value ?? {}) as Partial<Newest>;
  return Number.isSafeInteger(full) &&
    full! >= 0 &&
    full! <= MAX_SHELVES &&
    rows instanceof Map
    ? { full: full!, rows }
    : { full: 0, rows: new Map() };
}

function readMap<Key>(value: unknown): ReadonlyMap<Key, unknown> {
  return value instanceof Map ? value : new Map();
}

function rowOf({ seen, named }: LedgerEntry): LedgerRow {
  return [
    seen?.place ?? null,
    seen?.revision ?? 0,
    seen ? encodeBase64url(seen.digest) : "",
    seen?.epoch ?? 0,
    seen?.authorId ?? 0,
    named?.revision ?? 0,
    named ? encodeBase64url(named.half) : "",
    named?.isDisputed ?? false,
  ];
}

/** What is known of some messages and of the places where they are shown. */
export class Ledger {
  /**
   * All there is of these messages' conversations.
   *
   * @param isNaming whether it is also to be known what the messages name, which are bodies, as most of them are themselves
   */
  static async of(
    values: Values,
    keys: readonly SightingKey[],
    isNaming = false
  ): Promise<Ledger> {
    const shelves = new Set(keys.map(shelfOf));
    if (isNaming) {
      keys.forEach(({ conversationId }) =>
        shelves.add(shelfOf({ conversationId }))
      );
    }
    const places = [...new Set(keys.map(({ place }) => placeOf(place).shelf))];
    const [messages, found] = await Promise.all([
      Shelves.read(values, [...shelves]),
      values.get(places),
    ]);
    return new Ledger(
      messages,
      new Map(places.map((name, at) => [name, readMap(found[at])]))
    );
  }

  readonly #messages: Map<string, Shelves>;
  readonly #places: Map<string, ReadonlyMap<unknown, unknown>>;
  readonly #changedPlaces = new Map<string, Map<unknown, unknown>>();

  private constructor(
    messages: Map<string, Shelves>,
    places: Map<string, ReadonlyMap<unknown, unknown>>
  ) {
    this.#messages = messages;
    this.#places = places;
  }

  get isChanged(): boolean {
    return (
      this.#changedPlaces.size > 0 ||
      [...this.#messages.values()].some(({ isChanged }) => isChanged)
    );
  }

  find(key: LedgerKey): LedgerEntry | null {
    return this.#messages.get(shelfOf(key))!.find(key.messageId);
  }

  /**
   * The digest of a message that was verified on this device in just this revision and at just this place: whatever has it
   * is the same to the last byte. null where none was.
   */
  verifiedAt(
    place: string,
    { revision, ...key }: LedgerKey & { revision: number }
  ): Uint8Array | null {
    const seen = this.find(key)?.seen;
    return seen?.place === place && seen.revision === revision
      ? seen.digest
      : null;
  }

  messageAt(place: string): string | null {
    const { shelf, number } = placeOf(place);
    return readMessageId(this.#places.get(shelf)!.get(number));
  }

  /**
   * Compares a verified message, and takes it up together with what it names: other bodies of its own conversation. Who
   * takes part in one has no say in what is known of another, nor of a title.
   *
   * @throws ProtocolError as `compareWithLedger`; nothing is then taken up
   */
  take(seen: Sighting, named: readonly NamedMessage[]): Standing {
    const { conversationId, messageId, kind, place } = seen;
    const known = this.find(seen);
    const standing = compareWithLedger(seen, known, this.messageAt(place));
    this.#keep(seen, known, withSeen(known, seen));
    this.#stand(place, messageId);
    for (const each of named) {
      if (kind !== Kind.body || each.messageId !== messageId) {
        const key = { conversationId, messageId: each.messageId };
        const before = this.find(key);
        this.#keep(key, before, withNamed(before, each));
      }
    }
    return standing;
  }

  writeTo(values: ChangingValues): void {
    this.#messages.forEach((shelves) => shelves.writeTo(values));
    this.#changedPlaces.forEach((places, name) => values.put(name, places));
  }

  #keep(key: LedgerKey, before: LedgerEntry | null, after: LedgerEntry): void {
    if (after !== before) {
      this.#messages.get(shelfOf(key))!.put(key.messageId, after);
    }
  }

  #stand(place: string, messageId: string): void {
    if (this.messageAt(place) === messageId) {
      return;
    }
    const { shelf, number } = placeOf(place);
    let places = this.#changedPlaces.get(shelf);
    if (!places) {
      places = new Map(this.#places.get(shelf));
      this.#places.set(shelf, places);
      this.#changedPlaces.set(shelf, places);
    }
    places.set(number, messageId);
  }
}

function shelfOf({
  kind,
  conversationId,
}: Pick<LedgerKey, "kind" | "conversationId">): string {
  return `${kind === Kind.title ? "title" : "message"}:${conversationId}`;
}

/** Where it is kept what stands at a place, such as "post:17". */
function placeOf(place: string): { shelf: string; number: number } {
  const [what, digits] = place.split(":");
  const number = Number(digits);
  return {
    shelf: `places:${what}:${Math.floor(number / PLACES_ON_SHELF)}`,
    number,
  };
}

/** What is left of a shelf of places when only these are forgotten, or all of them. Other values stay. */
export function withoutPlaces(
  name: string,
  value: unknown,
  places: readonly string[] | null
): unknown {
  if (!name.startsWith("places:")) {
    return value;
  }
  const gone = places?.map(placeOf).filter(({ shelf }) => shelf === name);
  if (!gone) {
    return undefined;
  }
  const left = new Map(readMap(value));
  gone.forEach(({ number }) => left.delete(number));
  return gone.length > 0 ? left : value;
}
