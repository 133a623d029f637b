import EncryptedMessagesAddressBook from "client/late-services/encrypted-messages-address-book";
import EncryptedMessagesBackup from "client/late-services/encrypted-messages-backup";
import EncryptedMessagesChangedKeys from "client/late-services/encrypted-messages-changed-keys";
import EncryptedMessagesContacts from "client/late-services/encrypted-messages-contacts";
import EncryptedMessagesConversations from "client/late-services/encrypted-messages-conversations";
import EncryptedMessagesDirectory from "client/late-services/encrypted-messages-directory";
import EncryptedMessagesEdits from "client/late-services/encrypted-messages-edits";
import EncryptedMessagesEncryptionChoice from "client/late-services/encrypted-messages-encryption-choice";
import EncryptedMessagesIdentity from "client/late-services/encrypted-messages-identity";
import EncryptedMessagesInviter from "client/late-services/encrypted-messages-inviter";
import EncryptedMessagesKeyBags from "client/late-services/encrypted-messages-key-bags";
import EncryptedMessagesKeyGiving from "client/late-services/encrypted-messages-key-giving";
import EncryptedMessagesKeyring from "client/late-services/encrypted-messages-keyring";
import EncryptedMessagesKnownTopics from "client/late-services/encrypted-messages-known-topics";
import EncryptedMessagesLeftOut from "client/late-services/encrypted-messages-left-out";
import EncryptedMessagesNames from "client/late-services/encrypted-messages-names";
import EncryptedMessagesOpening from "client/late-services/encrypted-messages-opening";
import EncryptedMessagesOrder from "client/late-services/encrypted-messages-order";
import EncryptedMessagesOwnWatch from "client/late-services/encrypted-messages-own-watch";
import EncryptedMessagesParticipation from "client/late-services/encrypted-messages-participation";
import EncryptedMessagesRosters from "client/late-services/encrypted-messages-rosters";
import EncryptedMessagesSealing from "client/late-services/encrypted-messages-sealing";
import EncryptedMessagesSetBack from "client/late-services/encrypted-messages-set-back";
import type {
  ConversationPayload,
  CurrentUser,
  Post,
  Topic,
} from "client/types/core";
import { nameOfMember } from "./accounts";
import { Owner } from "./platform/core";
import type { OwnState, Page as Answer, PagePost } from "./stored";

const SERVICES = {
  encryptedMessagesAddressBook: EncryptedMessagesAddressBook,
  encryptedMessagesBackup: EncryptedMessagesBackup,
  encryptedMessagesChangedKeys: EncryptedMessagesChangedKeys,
  encryptedMessagesContacts: EncryptedMessagesContacts,
  encryptedMessagesConversations: EncryptedMessagesConversations,
  encryptedMessagesDirectory: EncryptedMessagesDirectory,
  encryptedMessagesEdits: EncryptedMessagesEdits,
  encryptedMessagesEncryptionChoice: EncryptedMessagesEncryptionChoice,
  encryptedMessagesIdentity: EncryptedMessagesIdentity,
  encryptedMessagesInviter: EncryptedMessagesInviter,
  encryptedMessagesKeyBags: EncryptedMessagesKeyBags,
  encryptedMessagesKeyGiving: EncryptedMessagesKeyGiving,
  encryptedMessagesKeyring: EncryptedMessagesKeyring,
  encryptedMessagesKnownTopics: EncryptedMessagesKnownTopics,
  encryptedMessagesLeftOut: EncryptedMessagesLeftOut,
  encryptedMessagesNames: EncryptedMessagesNames,
  encryptedMessagesOpening: EncryptedMessagesOpening,
  encryptedMessagesOrder: EncryptedMessagesOrder,
  encryptedMessagesOwnWatch: EncryptedMessagesOwnWatch,
  encryptedMessagesParticipation: EncryptedMessagesParticipation,
  encryptedMessagesRosters: EncryptedMessagesRosters,
  encryptedMessagesSealing: EncryptedMessagesSealing,
  encryptedMessagesSetBack: EncryptedMessagesSetBack,
};

type Services = {
  [Name in keyof typeof SERVICES as Name extends `encryptedMessages${infer Rest}`
    ? Uncapitalize<Rest>
    : never]: InstanceType<(typeof SERVICES)[Name]>;
};

/** A button that a dialog offers. */
interface Question {
  message?: string;
  didConfirm?(): void;
  didCancel?(): void;
  buttons?: { action?(): void }[];
}

/** A page of a member's browser: the client's own services, and what core gives them. */
export class Page {
  readonly services: Services;
  readonly topics = new Map<number, Topic>();
  /** What dialogs have said, by the keys of the texts. */
  readonly said: string[] = [];
  #owner: Owner;

  /** @param own what the page says of its member's keys */
  constructor(
    userId: number,
    own: OwnState,
    findPost: (postId: number) => Promise<unknown>
  ) {
    const currentUser: CurrentUser = {
      id: userId,
      username: nameOfMember(userId),
      can_use_encrypted_messages: true,
      encrypted_messages_enabled: own.fingerprint !== null,
      encrypted_messages_fingerprint: own.fingerprint,
      encrypted_messages_backup: own.backup,
      encrypted_messages_address_book: own.addressBook,
      set(this: object, name, value) {
        Object.assign(this, { [name]: value });
      },
    };
    const kept = new Map<string, string>();
    this.#owner = new Owner(SERVICES as never, {
      currentUser,
      dialog: {
        alert: (question: string | Question) => this.#answer(question),
        confirm: (question: Question) => this.#answer(question),
      },
      site: {},
      siteSettings: { encrypted_messages_max_participants: 50 },
      keyValueStore: {
        get: (key: string) => kept.get(key),
        set: ({ key, value }: { key: string; value: string }) =>
          kept.set(key, value),
      },
      store: {
        find: (_type: string, id: number) => findPost(id),
        createRecord: (_type: string, values: object) => values,
      },
      encryptedMessagesTitles: { fillAccepted: async () => {} },
    });
    this.services = new Proxy({} as Services, {
      get: (_services, name: string) =>
        this.#owner.lookup(
          `encryptedMessages${name[0]!.toUpperCase()}${name.slice(1)}`
        ),
    });
  }

  close(): void {
    this.#owner.destroy();
  }

  /** The member does what a dialog proposes. */
  #answer(question: string | Question): void {
    if (typeof question === "string") {
      this.said.push(question);
      return;
    }
    if (question.didConfirm) {
      this.said.push(question.message ?? "");
    }
    question.buttons?.[0]?.action?.();
    question.didConfirm?.();
    question.didCancel?.();
  }

  /** Core's topic, as its page shows it, with all posts. */
  show(answer: Answer, fetchPost: (id: number) => Promise<PagePost>): Topic {
    const { topicId } = answer;
    const topic: Topic = {
      id: topicId,
      is_encrypted: true,
      encrypted_conversation:
        (answer.conversation as ConversationPayload | null) ?? undefined,
      encrypted_messages_key_awaited: answer.isAwaited,
      details: {
        allowed_users: answer.memberIds.map(asUser),
        set(name, value) {
          Object.assign(this, { [name]: value });
        },
      },
      set(name, value) {
        Object.assign(this, { [name]: value });
      },
      get(name) {
        return (this as unknown as Record<string, unknown>)[name];
      },
    };
    topic.postStream = {
      posts: answer.posts.map((post) => asPost(post, topic)),
      stream: [...answer.stream],
      triggerChangedPost: async (id) => {
        const post = topic.postStream!.posts.find((each) => each.id === id);
        Object.assign(post!, asPost(await fetchPost(id), topic));
      },
    };
    this.topics.set(topicId, topic);
    return topic;
  }
}

export function asPost(
  { id, number, user_id, encrypted_raw }: PagePost,
  topic: Topic
): Post {
  return {
    id,
    post_number: number,
    post_type: 1,
    user_id,
    username: nameOfMember(user_id),
    topic_id: topic.id,
    topic,
    encrypted_raw: encrypted_raw ?? undefined,
  };
}

function asUser(id: number) {
  return { id, username: nameOfMember(id) };
}
