import { destroy, registerDestructor } from "@ember/destroyable";
import { getOwner, setOwner } from "@ember/owner";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import type { StoredIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/identity/stored-identity";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import {
  encodeBase64url,
  encodeUtf8,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { sha256 } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { backups } from "../vendor/vectors";
import { AddressBookSite } from "./address-book";
import { json, logInAs, type Request, userIdOf } from "./members";

const PATH = "/encrypted-messages/identity.json";
const DRAFTS = "/encrypted-messages/identity/drafts.json";
const REPLACEMENT = "/encrypted-messages/identity/replacement.json";

/** What the site keeps for Jane, and her secret. */
export const jane = backups.accepted[0]!.given;
export const JANE = userIdOf("jane");

/** The site, keeping what it is sent as the real one does. */
export class Site {
  stored: StoredIdentity = { card: jane.card, backup: jane.backup, version: 1 };
  sent: string[] = [];
  /** that came with the keys */
  name: string | null = null;
  reads = 0;
  /** by core's key, as the site gives them */
  drafts: Record<string, { sequence: number; texts?: Record<string, string> }> =
    {};

  /** what happens to writes: stored or not, answered or not, and whether the site can be asked then */
  fault: { stores: boolean; status: number; isDown?: boolean } | null = null;

  /** as where a careless script has deleted the rows */
  isLost = false;

  #isDown = false;

  constructor() {
    pretender.get(PATH, () => {
      this.reads++;
      if (this.isLost) {
        return json(404, {});
      }
      return this.#isDown ? json(502, {}) : json(200, this.stored);
    });
    pretender.get(DRAFTS, () => json(200, { drafts: this.drafts }));
    pretender.put(PATH, (request) => this.#write(request, false));
    pretender.post(REPLACEMENT, (request) => this.#write(request, true));
  }

  /** What it keeps besides. */
  get book(): AddressBookSite {
    return AddressBookSite.current!;
  }

  #write(request: unknown, isNew: boolean) {
    return this.#answer(request as Request, isNew) as unknown as ReturnType<
      typeof json
    >;
  }

  async #answer({ requestBody }: Request, isNew: boolean) {
    this.sent.push(decodeURIComponent(requestBody));
    const sent = parsePostData(requestBody);
    const { card, backup, version, at_least = 0 } = sent;
    const form = new URLSearchParams(requestBody);
    const book = form.has("address_book[version]") ? form : null;
    if (!book && !at_least) {
      return json(400, {});
    }

    const {
      stores,
      status,
      isDown = false,
    } = this.fault ?? { stores: true, status: 200 };
    this.#isDown = isDown;
    if (Number(version) !== (this.isLost ? 0 : this.stored.version)) {
      return json(409, {});
    }
    if (stores) {
      const isFirst = this.isLost && !at_least;
      if (book && !(await this.book.writeWithKeys(book, { isNew, isFirst }))) {
        return json(409, {});
      }
      this.drafts = (sent["drafts"] ?? {}) as unknown as Site["drafts"];
      const next = Math.max(Number(version), Number(at_least)) + 1;
      this.stored = { card, backup, version: next };
      this.name = sent["name"] ?? null;
      this.isLost = false;
    }
    return json(status, { version: this.stored.version });
  }

  /** Nothing fails any more. */
  recover(): void {
    this.fault = null;
    this.#isDown = false;
  }

  unlock(secret: string) {
    return unlockIdentity({ userId: JANE, ...this.stored, secret });
  }
}

/** Names that are sent by themselves. */
export function servePublications(): string[] {
  const published: string[] = [];
  pretender.put("/encrypted-messages/identity/name.json", (request) => {
    const { requestBody } = request as unknown as Request;
    published.push(parsePostData(requestBody)["name"]!);
    return json(200, { success: "OK" });
  });
  return published;
}

/** What the page says of what the site keeps. */
export async function toldOf({ backup, version }: StoredIdentity) {
  const digest = await sha256(encodeUtf8(backup));
  return { version, digest: encodeBase64url(digest) };
}

/** For tests that need no look at what it holds. */
export function serveSite(): Site {
  return new Site();
}

/** The identity service of Jane's page, once it knows whether the keys are here. */
export async function openIdentity(
  context: object,
  options?: { device?: boolean }
): Promise<IdentityService> {
  await logInAs(getOwner(context)!, "jane", options);
  const service = getOwner(context)!.lookup(
    "service:encrypted-messages-identity"
  ) as IdentityService;
  await service.load();
  return service;
}

/** The identity service of another page of Jane's in the same browser, before it has looked. */
export function anotherPage(context: object): IdentityService {
  const owner = getOwner(context)!;
  const { class: Service } = owner.factoryFor(
    "service:encrypted-messages-identity"
  ) as { class: { create(properties: object): IdentityService } };
  const properties = {};
  setOwner(properties, owner);
  const service = Service.create(properties);
  registerDestructor(owner, () => destroy(service));
  return service;
}
