import Composition, { newConversationPlace } from "client/compose/composition";
import { refusalOf } from "client/compose/registry";
import { placeOfReply } from "client/compose/restore";
import type { KeyChange } from "client/lib/index";
import { isRosterConflict } from "client/request-status";
import type { ComposerModel, Post, Topic } from "client/types/core";
import { nameOfMember } from "./accounts";
import type { Device } from "./device";
import { Lost } from "./network";
import { asPost } from "./page";
import { asRequestError } from "./routes";
import type { Page as Answer, PagePost } from "./stored";

// Writing, by the services that seal and core's requests that send.

/** How often who takes part may change under a message before its author is told. */
const MOST_IN_A_ROW = 3;

/** The member is told why nothing was sent. */
export class Held extends Error {
  readonly kind: string;
  readonly changes: readonly KeyChange[];

  constructor(kind: string, changes: readonly KeyChange[] = []) {
    super(kind);
    this.kind = kind;
    this.changes = changes;
  }
}

/** What core's composer holds of a message. */
class Model {
  action = "reply";
  editConflict = false;
  creatingPrivateMessage = false;
  editingPost = false;
  editingFirstPost = false;
  targetRecipients = "";
  topic: Topic | null = null;
  post: Post | null = null;
  reply = "";

  get targetRecipientsArray() {
    return this.targetRecipients
      .split(",")
      .map((name) => ({ type: "user", name }));
  }

  set(name: string, value: unknown): void {
    Object.assign(this, { [name]: value });
  }

  setProperties(values: object): void {
    Object.assign(this, values);
  }
}

function modelOf(values: Partial<Model>): ComposerModel {
  return Object.assign(new Model(), values) as unknown as ComposerModel;
}

/** A message that is written, and may be sent several times. */
export interface Draft {
  model: ComposerModel;
  composition: Composition;
}

export function draftReply(topic: Topic, text: string): Draft {
  const { id } = topic.encrypted_conversation!;
  const composition = new Composition(placeOfReply(id, []));
  composition.body = text;
  return { model: modelOf({ topic }), composition };
}

export function draftConversation(
  userIds: readonly number[],
  text: string
): Draft {
  const composition = new Composition(newConversationPlace());
  composition.title = `title of ${text}`;
  composition.body = text;
  const targetRecipients = userIds.map(nameOfMember).join(",");
  const model = modelOf({ creatingPrivateMessage: true, targetRecipients });
  return { model, composition };
}

/** @throws as the service's `stored` */
export async function draftEdit(
  device: Device,
  topic: Topic,
  { id, user_id, encrypted_raw }: Post,
  text: string
): Promise<Draft> {
  const { edits } = device.page.services;
  const post = { id, user_id, raw: encrypted_raw } as Post;
  const editingFirstPost = topic.postStream!.stream![0] === id;
  const model = modelOf({
    action: "edit",
    editingPost: true,
    editingFirstPost,
    topic,
    post,
  });
  const stored = await edits.stored(model, post, topic);
  const composition = new Composition(await edits.placeOf(stored));
  composition.body = text;
  composition.title = editingFirstPost ? `title of ${text}` : "";
  return { model, composition };
}

/** @throws Held; what the sealing service throws; the request's error as core's `ajax` gives it */
async function sealed(
  device: Device,
  { model, composition }: Draft
): Promise<string> {
  const { sealing, changedKeys } = device.page.services;
  const raw = await sealing.seal(model, composition);
  if (raw) {
    return raw;
  }
  const change = model.topic && changedKeys.in(model.topic);
  const refusal = refusalOf(model);
  const changes =
    refusal?.kind === "changed" ? refusal.members : change ? [change] : [];
  throw new Held(changes.length > 0 ? "changed" : refusal!.kind, changes);
}

/** Seals and sends, again for as long as others are faster. */
async function sendFor<T>(
  device: Device,
  draft: Draft,
  request: (raw: string, fingerprint: string) => Promise<T>
): Promise<T> {
  const { participation, identity } = device.page.services;
  for (let times = 1; ; times++) {
    const raw = await sealed(device, draft);
    const { fingerprint } = draft.composition.sealed!;
    try {
      return await request(raw, fingerprint);
    } catch (cause) {
      const error = asRequestError(cause);
      if (isRosterConflict(error)) {
        participation.noteBehind(draft.model.topic!);
        if (times < MOST_IN_A_ROW) {
          continue;
        }
      } else if (!(cause instanceof Lost)) {
        await identity.lookAgain();
      }
      throw error;
    }
  }
}

export async function sendReply(device: Device, draft: Draft): Promise<void> {
  const topic = draft.model.topic!;
  const post = await sendFor(device, draft, (raw, fingerprint) =>
    device.network.ask<PagePost>(
      device,
      { name: "write", topicId: topic.id },
      (server) =>
        server.createPost(device.userId, topic.id, { raw, fingerprint })
    )
  );
  const { posts, stream } = topic.postStream!;
  if (!stream!.includes(post.id)) {
    stream!.push(post.id);
    posts.push(asPost(post, topic));
  }
  await device.page.services.conversations.readPost(asPost(post, topic), topic);
}

export async function sendConversation(
  device: Device,
  draft: Draft
): Promise<Answer> {
  const answer = await sendFor(device, draft, (raw) => {
    const { entry, grants, title } = draft.composition.sealed!;
    return device.network.ask<Answer>(
      device,
      { name: "new topic", topicId: null },
      (server) =>
        server.createTopic(device.userId, {
          entry: entry!,
          grants: grants!,
          title: title!,
          raw,
        })
    );
  });
  return answer;
}

export async function sendEdit(device: Device, draft: Draft): Promise<void> {
  const topic = draft.model.topic!;
  const { id } = draft.model.post!;
  const raw = await sendFor(device, draft, async (text, fingerprint) => {
    const title = draft.composition.sealed!.title ?? null;
    await device.network.ask(
      device,
      { name: "write", topicId: topic.id },
      (server) =>
        server.editPost(device.userId, topic.id, id, {
          raw: text,
          fingerprint,
          title,
        })
    );
    return text;
  });
  const post = topic.postStream!.posts.find((each) => each.id === id)!;
  post.encrypted_raw = raw;
  const { title } = draft.composition.sealed!;
  if (title) {
    topic.encrypted_conversation = { ...topic.encrypted_conversation!, title };
  }
  await device.page.services.conversations.readPost(post, topic);
}
