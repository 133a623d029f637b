import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import {
  type AddressBook,
  type Contact,
  openAddressBook,
  sealAddressBook,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { digestOfMethods } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import {
  decodeCbor,
  decodeCborText,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { parseEncrypt0 } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import { Label } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { backups } from "../vendor/vectors";
import { json, type Request } from "./members";
import { identityOf } from "./people";

const PATH = "/encrypted-messages/address-book.json";

/** The part of the site that keeps a member's address book, as the real one does. */
export class AddressBookSite {
  /** The one that answers. */
  static current: AddressBookSite | null = null;

  version = 1;
  parts = new Map<string, { stored: string; version: number }>();
  /** the parts that were written, write by write */
  writes: string[][] = [];
  reads: number[] = [];
  /** answered in the place of what there is */
  fault: { status: number; stores?: boolean } | null = null;
  /** what it answers after, where it is slow */
  until: Promise<unknown> = Promise.resolve();
  /** said to be new to whoever has seen something, in the place of what is */
  saysSince: object | null = null;
  /** the version that it says to have of what it has */
  saysVersion: number | null = null;

  constructor(readonly owner: string) {
    AddressBookSite.current = this;
    pretender.get(PATH, (request) => {
      const { url } = request as unknown as Request;
      const since = Number(
        new URLSearchParams(url.split("?")[1] ?? "").get("since")
      );
      this.reads.push(since);
      return this.#answer(async () => {
        await this.#begin();
        if (this.version === 0) {
          return json(404, {});
        }
        if (since > 0 && this.saysSince) {
          return json(200, this.saysSince);
        }
        return json(200, {
          version: this.saysVersion ?? this.version,
          parts: Object.fromEntries(
            [...this.parts]
              .filter(([, { version }]) => version > since)
              .map(([part, { stored }]) => [part, stored])
          ),
        });
      });
    });
    pretender.put(PATH, (request) => {
      const { requestBody } = request as unknown as Request;
      const { version, parts } = parsePostData(requestBody) as unknown as {
        version: string;
        parts: Record<string, string>;
      };
      return this.#answer(async () => {
        if (Number(version) !== this.version) {
          return json(409, {});
        }
        const before = this.version;
        this.version = versionOf(parts["0"]!);
        if (this.version <= before) {
          return json(400, {});
        }
        this.writes.push(Object.keys(parts));
        for (const [part, stored] of Object.entries(parts)) {
          this.parts.set(part, { stored, version: this.version });
        }
        return json(200, { version: this.version });
      });
    });
  }

  /** As where a careless script has deleted the rows. */
  lose(): void {
    this.version = 0;
    this.parts.clear();
  }

  /**
   * What came with the own keys is written in one step with them.
   *
   * @param sent what came with them, of which there is something
   * @param keys `isNew` under another account key; `isFirst` where none are there, with which what is left of any goes
   * @returns false where it does not follow
   */
  async writeWithKeys(
    sent: URLSearchParams,
    { isNew, isFirst }: { isNew: boolean; isFirst: boolean }
  ): Promise<boolean> {
    await this.#begin();
    if (isFirst) {
      this.version = 0;
    }
    const seen = Number(sent.get("address_book[version]"));
    if (seen !== (this.saysVersion ?? this.version)) {
      return false;
    }
    if (isNew || isFirst) {
      this.parts.clear();
    }
    this.version = versionOf(sent.get("address_book[parts][0]")!);
    for (const [name, stored] of sent) {
      const [, part] = /^address_book\[parts\]\[(\d+)\]$/.exec(name) ?? [];
      if (part !== undefined) {
        this.parts.set(part, { stored, version: this.version });
      }
    }
    return true;
  }

  /** What it has, as a device keeps it. */
  stored(): Map<number, string> {
    return new Map(
      [...this.parts].map(([part, { stored }]) => [Number(part), stored])
    );
  }

  /** What another device of the member reads. */
  async read(): Promise<AddressBook> {
    await this.#begin();
    return openAddressBook(await identityOf(this.owner), this.stored());
  }

  /** Another device of the member has written these. */
  async write(...contacts: Contact[]): Promise<void> {
    const before = await this.read();
    this.version++;
    await this.#store(
      new Map([
        ...before.contacts,
        ...contacts.map((each): [number, Contact] => [each.userId, each]),
      ]),
      before.methodsDigest
    );
  }

  async #begin(): Promise<void> {
    if (this.parts.size === 0 && this.version > 0) {
      // the others of the vectors have no backup on a device here
      const { given } = backups.accepted[0]!;
      await this.#store(
        new Map(),
        this.owner === "jane"
          ? await digestOfMethods(given.backup)
          : new Uint8Array(32)
      );
    }
  }

  async #store(
    contacts: Map<number, Contact>,
    methodsDigest: AddressBook["methodsDigest"]
  ): Promise<void> {
    const { version } = this;
    const { parts } = await sealAddressBook(await identityOf(this.owner), {
      version,
      methodsDigest,
      contacts,
    });
    for (const [part, stored] of parts) {
      this.parts.set(`${part}`, { stored, version });
    }
  }

  #answer(answer: () => Promise<ReturnType<typeof json>>) {
    return (async () => {
      const { fault } = this;
      await this.until;
      if (!fault) {
        return answer();
      }
      if (fault.stores) {
        await answer();
      }
      return json(fault.status, {});
    })() as unknown as ReturnType<typeof json>;
  }
}

/** As the site reads it from the root's header, which is in the clear. */
function versionOf(root: string): number {
  const { protectedHeader } = parseEncrypt0(decodeCborText(root, 64 * 1024));
  const header = decodeCbor(protectedHeader) as Map<number, number>;
  return header.get(Label.revision)!;
}
