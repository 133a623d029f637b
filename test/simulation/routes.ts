import { Lost, type Network } from "./network";
import type { Browser } from "./platform/running";
import {
  type NewBags,
  type NewBook,
  type NewEntry,
  type NewIdentity,
  Refused,
  type SentGrants,
} from "./stored";

// From what the client's services send to what the site does.

interface Sent {
  network: Network;
  browser: Browser;
  userId: number;
  data: Record<string, unknown>;
  /** In the address. */
  topicId: number;
}

const OURS = "/encrypted-messages";

const ROUTES: Record<string, (sent: Sent) => Promise<unknown>> = {
  [`GET ${OURS}/rosters.json`]: async ({ network, browser, userId, data }) => {
    const topics = Object.entries(data["topics"] as Record<string, number>);
    const rosters = [];
    for (const [id, from] of topics) {
      const topicId = Number(id);
      const request = { name: "rosters", topicId };
      const found = await network
        .ask(browser, request, (server) =>
          server.rosters(userId, topicId, from)
        )
        .catch(nullWhereMissing);
      rosters.push(...(found ? [found] : []));
    }
    return { rosters };
  },

  [`POST ${OURS}/topics/ID/roster.json`]: ({
    network,
    browser,
    userId,
    data,
    topicId,
  }) =>
    network.ask(browser, { name: "entry", topicId }, async (server) => {
      const given = data as unknown as NewEntry;
      await server.writeEntry(userId, topicId, given);
      const invited = server.accounts
        .identities({ usernames: given.username ? [given.username] : [] })
        .map(({ user_id, username }) => ({ id: user_id, username }));
      return { user: invited[0] };
    }),

  [`POST ${OURS}/topics/ID/keys.json`]: ({
    network,
    browser,
    userId,
    data,
    topicId,
  }) =>
    network.ask(browser, { name: "keys", topicId }, (server) =>
      server.giveKeys(userId, topicId, data["encrypted_keys"] as SentGrants)
    ),

  "GET /t/ID.json": async ({ network, browser, userId, topicId }) => {
    const { conversation } = await network.ask(
      browser,
      { name: "page", topicId },
      (server) => server.page(userId, topicId)
    );
    return { encrypted_conversation: conversation ?? undefined };
  },

  [`GET ${OURS}/identities.json`]: async ({ network, browser, data }) => ({
    identities: await network.ask(
      browser,
      { name: "identities", topicId: null },
      (server) => server.accounts.identities(data)
    ),
  }),

  [`GET ${OURS}/identity.json`]: ({ network, browser, userId }) =>
    network.ask(browser, { name: "own card", topicId: null }, (server) =>
      server.accounts.identity(userId)
    ),

  [`PUT ${OURS}/identity.json`]: ({ network, browser, userId, data }) =>
    network.ask(browser, { name: "card", topicId: null }, (server) =>
      server.accounts.storeIdentity(userId, data as unknown as NewIdentity)
    ),

  [`POST ${OURS}/identity/replacement.json`]: ({
    network,
    browser,
    userId,
    data,
  }) =>
    network.ask(browser, { name: "card", topicId: null }, async (server) => {
      await server.accounts.replaceIdentity(
        userId,
        data as unknown as NewIdentity
      );
      server.dropBags(userId);
    }),

  [`PUT ${OURS}/key-bags.json`]: ({ network, browser, userId, data }) =>
    network.ask(browser, { name: "bags", topicId: null }, (server) =>
      server.keepBags(userId, data as unknown as NewBags)
    ),

  // nothing is drafted here
  [`GET ${OURS}/identity/drafts.json`]: async () => ({ drafts: {} }),

  [`GET ${OURS}/address-book.json`]: ({ network, browser, userId, data }) =>
    network.ask(browser, { name: "book", topicId: null }, (server) =>
      server.accounts.addressBook(userId, Number(data["since"] ?? 0))
    ),

  [`PUT ${OURS}/address-book.json`]: ({ network, browser, userId, data }) =>
    network.ask(browser, { name: "write book", topicId: null }, (server) =>
      server.accounts.writeAddressBook(userId, data as unknown as NewBook)
    ),
};

/** @throws as core's `ajax` does */
export async function send(
  method: string,
  sent: Omit<Sent, "topicId"> & { path: string }
): Promise<unknown> {
  const [, id] = /\/(\d+)[/.]/.exec(sent.path) ?? [];
  const name = `${method} ${sent.path.replace(/\/\d+(?=[/.])/, "/ID")}`;
  try {
    return await ROUTES[name]!({ ...sent, topicId: Number(id) });
  } catch (error) {
    throw asRequestError(error);
  }
}

/** As core's `ajax` gives it. */
export function asRequestError(error: unknown): unknown {
  if (error instanceof Lost) {
    return { jqXHR: { status: 0 }, cause: error };
  }
  if (error instanceof Refused) {
    const { status, type } = error;
    const jqXHR = { status, responseJSON: { error_type: type } };
    return { jqXHR, cause: error };
  }
  return error;
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof Refused && error.status === 404) {
    return null;
  }
  throw error;
}
