import {
  type ConversationKey,
  createConversation,
  encodeBase64url,
  ensure,
  type Identity,
  type IdentityCard,
  newestEntry,
  newMessageId,
  type Roster,
  type RosterEntry,
  sealBody,
  sealTitle,
} from "../lib/index";
import type Composition from "./composition";
import {
  newConversationPlace,
  type Place,
  type SealedMessage,
} from "./composition";

/** The text of a composition at the moment it is sent. */
interface Content {
  title: string;
  body: string;
  /** whom a new conversation is for, or which epoch of one that is there; tells one attempt from the next */
  recipients: string;
  /** the author's card: what earlier keys have signed is not sent any more */
  card: string;
}

/**
 * Tells whom a new conversation is encrypted for: usernames, and which keys of theirs.
 *
 * @param names comma-separated
 */
export function recipientsKey(names: string, members: IdentityCard[]): string {
  const fingerprints = members.map(({ fingerprint }) =>
    encodeBase64url(fingerprint)
  );
  return [names, ...fingerprints].join(" ");
}

function contentOf(
  composition: Composition,
  { author, recipients }: Pick<Sealing, "author" | "recipients">
): Content {
  return {
    title: composition.title.trim(),
    body: composition.body.trim(),
    recipients,
    card: author.card,
  };
}

/**
 * The first attempt may have arrived although its answer was lost. So the id stays, of which the site stores one post, and
 * the revision is the next: readers take two messages that claim to be the same one for a fork.
 */
function nextPlace(place: Place): Place {
  return place.isNewConversation
    ? { ...newConversationPlace(), messageId: place.messageId }
    : {
        ...place,
        revision: place.revision + 1,
        titleRevision: place.titleRevision + 1,
      };
}

/** What is in the composition is another message than those that were sealed so far. */
export function beginAnew(composition: Composition): void {
  const { place } = composition;
  if (place) {
    composition.place = place.isNewConversation
      ? newConversationPlace()
      : { ...place, messageId: newMessageId(), revision: 1 };
  }
  composition.sealed = null;
  composition.storedIn = null;
}

/**
 * Gives the last attempt again where nothing has changed since, so that sending
 * twice stores once.
 *
 * @param sealing what it would be sealed with now
 */
export function reusableSeal(
  composition: Composition,
  sealing: Pick<Sealing, "author" | "recipients">
): SealedMessage | null {
  const content = JSON.stringify(contentOf(composition, sealing));
  return composition.sealed?.content === content ? composition.sealed : null;
}

interface Sealing {
  author: Identity;
  /** whom a new conversation is for (`recipientsKey`), or which epoch of one that is there */
  recipients: string;
  /** cards of a new conversation's recipients */
  members: IdentityCard[];
  /** of the conversation, where it exists already */
  writing: { key: ConversationKey; entry: RosterEntry } | null;
}

/** What a conversation that was made begins with. */
export interface Beginning {
  key: ConversationKey;
  roster: Roster;
}

/**
 * Makes the body envelope, and title, roster entry and grants where they are needed.
 *
 * @returns what goes to the site, and what a new conversation begins with
 * @throws Error when the composition has no place or no key; ProtocolError "wrong-conversation" when the key is to another
 */
export async function sealComposition(
  composition: Composition,
  { author, recipients, members, writing }: Sealing
): Promise<{ sealed: SealedMessage; beginning: Beginning | null }> {
  if (!composition.place) {
    throw new Error("the composition is not ready to be sealed");
  }
  if (composition.sealed) {
    composition.place = nextPlace(composition.place);
  }

  const { place } = composition;
  const content = contentOf(composition, { author, recipients });
  const sealed: SealedMessage = {
    content: JSON.stringify(content),
    raw: "",
    fingerprint: encodeBase64url(author.fingerprint),
  };
  let beginning: Beginning | null = null;

  if (place.isNewConversation) {
    const { roster, key, grants } = await createConversation({
      granter: author,
      members,
    });
    beginning = { roster, key };
    sealed.entry = newestEntry(roster).encoded;
    sealed.grants = Object.fromEntries(
      [...grants].map(([userId, byEpoch]) => [userId, byEpoch.get(key.epoch)!])
    );
  }

  const key = beginning?.key ?? writing?.key;
  const entry = beginning ? newestEntry(beginning.roster) : writing?.entry;
  if (!key || !entry) {
    throw new Error("there is no key to this conversation");
  }

  // A place that was given while the site named one conversation is not sealed for another.
  ensure(
    beginning !== null || key.conversationId === place.conversationId,
    "wrong-conversation"
  );

  const common = { author, key, entry, latestRead: place.latestRead };
  const holdsTitle = place.isNewConversation || place.originalTitle !== null;

  sealed.raw = await sealBody({
    ...common,
    messageId: place.messageId,
    revision: place.revision,
    text: content.body,
    title: holdsTitle ? content.title : null,
  });

  if (holdsTitle && content.title !== place.originalTitle) {
    sealed.title = await sealTitle({
      ...common,
      messageId: place.titleMessageId,
      revision: place.titleRevision,
      text: content.title,
    });
  }

  composition.sealed = sealed;
  for (const envelope of [sealed.raw, sealed.title]) {
    if (envelope) {
      composition.attempts.add(envelope);
    }
  }
  return { sealed, beginning };
}
