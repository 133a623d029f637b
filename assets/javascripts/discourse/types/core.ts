/**
 * The parts of core's models the plugin reads or writes, with the attributes the
 * plugin's server side adds to them. Core types nearly all of these as `any`;
 * naming them here lets `strict` check the plugin's own use.
 */

/** One row of `encrypted_conversation_keys`, as its owner sees it. */
export interface ConversationKeyRow {
  epoch: number;
  /** base64url grant, see docs/protocol.md */
  grant: string;
  granted_by_id: number;
  /** base64url: the same key as an earlier device of the member's has kept it */
  bag?: string;
}

/** The same where a list's titles were asked for: a grant only where there is no bag, or both. */
export type ListedKeyRow = Omit<ConversationKeyRow, "grant"> &
  Partial<Pick<ConversationKeyRow, "grant">>;

/** `encrypted_conversation` of a topic; absent for viewers without a key. */
export interface ConversationPayload {
  /** base64url, 16 bytes */
  id: string;
  /** base64url envelope of kind title; on a topic's page alone */
  title?: string;
  /** what tells one such envelope from another: a device has some of them */
  title_digest?: string;
  /** the member's own; on a topic's page alone */
  keys?: ConversationKeyRow[];
  /** the newest entry of its roster, base64url; on a topic's page alone */
  roster?: { sequence: number; entry: string };
  /** beside it, where there are any */
  lost_keys?: LostKeys;
}

/** Of each a member's id, and the first and the last of some epochs in a row that the site has no key row of theirs for. */
export type LostKeys = [number, number, number][];

export interface BasicUser {
  id: number;
  username: string;
}

export interface CurrentUser extends BasicUser {
  can_use_encrypted_messages?: boolean;
  /** "not_allowed", "insecure_context" or "impersonated"; absent when usable */
  encrypted_messages_unavailable_reason?: string;
  encrypted_messages_enabled?: boolean;
  /** base64url, of the current card; null where there is none */
  encrypted_messages_fingerprint?: string | null;
  /** what the site keeps: the count of the writes, and the backup's SHA-256 in base64url; null where there is none */
  encrypted_messages_backup?: { version: number; digest: string } | null;
  /** the version of the own address book */
  encrypted_messages_address_book?: number | null;
  /** what the member is called, as the current card's keys have signed it last; null where there is none */
  encrypted_messages_name?: string | null;
  admin?: boolean;
  /** by name: their posts are not shown */
  ignored_users?: string[];
  name?: string | null;
  user_option?: {
    enable_quoting?: boolean;
    enable_smart_lists?: boolean;
    external_links_in_new_tab?: boolean;
  };
  set(key: string, value: unknown): void;
}

export interface TopicDetails {
  allowed_users?: BasicUser[];
  allowed_groups?: { name: string }[];
  created_by?: BasicUser;
  /** who has written */
  participants?: BasicUser[];
  can_create_post?: boolean;
  can_invite_to?: boolean;
  can_edit?: boolean;
  set(key: string, value: unknown): void;
}

export interface Topic {
  id: number;
  title?: string;
  fancy_title?: string;
  unicode_title?: string;
  archetype?: string;
  is_encrypted?: boolean;
  encrypted_conversation?: ConversationPayload;
  /** the site takes encrypted messages only, and this one is not */
  encrypted_messages_reply_refused?: boolean;
  /** participants whose key is for keys that they had before resetting encryption */
  /** the roster lists the viewer, and the site has no key for them */
  encrypted_messages_key_awaited?: boolean;
  details?: TopicDetails;
  /** users of a list item, as core's topic lists give them */
  participants?: { user_id: number }[];
  posters?: { user?: BasicUser; user_id?: number }[];
  last_poster_username?: string;
  /** null where the starter's account is deleted */
  user_id?: number | null;
  postStream?: {
    posts: Post[];
    /** ids of all posts, loaded or not */
    stream?: number[];
    firstPostNotLoaded?: boolean;
    /** core then has only some of the ids */
    isMegaTopic?: boolean;
    /** ids of posts that are not shown, by that of the post before or after which they are not */
    gaps?: Record<"before" | "after", Record<number, number[]>> | null;
    /** as core asks for the posts; without any, all are shown */
    streamFilters?: Record<string, unknown>;
    /** Fetches a loaded post once more, unless it is of that time. */
    triggerChangedPost?(
      id: number,
      updatedAt: unknown,
      options: { preserveCooked: boolean }
    ): Promise<unknown>;
  };
  set(key: string, value: unknown): void;
  /** Fetches its attributes and details once more. */
  reload?(): Promise<unknown>;
  get(key: string): unknown;
}

/** A notification or a bookmark: it tells of a topic. */
export interface Notice {
  topic_id?: number;
  fancy_title?: string;
  is_encrypted?: boolean;
  encrypted_conversation?: ConversationPayload;
  set(key: string, value: unknown): void;
}

/** A row of core's list of drafts; of a reply or an edit it tells of the topic, as a notification does. */
export interface SavedDraft extends Notice {
  data?: { reply?: string };
}

export interface Post {
  id: number;
  post_number: number;
  /** null or the system user's where the author's account is deleted */
  user_id: number | null;
  /** null of a deleted account */
  username: string | null;
  topic_id: number;
  topic?: Topic;
  /** what the site shows of it: a placeholder, where it is encrypted */
  cooked?: string;
  raw?: string;
  /** what core's small action says was done, and to whom by name */
  action_code?: string;
  action_code_who?: string;
  /** whole `raw` with the marker; absent for viewers without a key */
  encrypted_raw?: string;
  staged?: boolean;
  /** an edit is under way, and none is taken until it ends */
  isSaving?: boolean;
  /** its author has deleted it; the site holds a note in its place */
  user_deleted?: boolean;
  post_type?: number;
}

/** What of a version the site has; ciphertext, or null. */
export interface VersionPayload {
  /** `raw` with the marker */
  raw: string | null;
  /** base64url envelope, with a first post */
  title: string | null;
}

/** `/posts/:id/revisions/:number.json` */
export interface PostRevision {
  created_at: string;
  display_username: string;
  previous_revision: number | null;
  next_revision: number | null;
  last_revision: number;
  current_version: number;
  version_count: number;
  /** absent for viewers without a key */
  encrypted_versions?: { previous: VersionPayload; current: VersionPayload };
}

/** `discourse/models/composer` */
export interface ComposerModel {
  reply: string | null | undefined;
  title: string | null | undefined;
  originalText: string | null | undefined;
  originalTitle: string | null | undefined;
  action: string;
  topic: Topic | null | undefined;
  post: Post | null | undefined;
  draftKey: string;
  /** how often the draft was saved; unset for one that never was */
  draftSequence: number | null | undefined;
  draftSaving?: boolean;
  targetRecipients: string | null | undefined;
  targetRecipientsArray: { type: "user" | "group" | "email"; name: string }[];
  creatingPrivateMessage: boolean;
  replyingToTopic: boolean;
  editingPost: boolean;
  editingFirstPost: boolean;
  /** the site has refused an edit since the post is another by now */
  editConflict?: boolean;
  canEditTitle: boolean;
  minimumPostLength: number;
  minimumTitleLength: number;
  disableDrafts?: boolean;
  loading?: boolean;
  viewDraft: boolean;
  viewOpen: boolean;
  viewFullscreen: boolean;
  /** core's own checks, of what it holds */
  cantSubmitPost: boolean;
  saveDraft(): Promise<unknown>;
  set(key: string, value: unknown): void;
  setProperties(values: Record<string, unknown>): void;
  get(key: string): unknown;
}

/** `discourse/services/key-value-store` */
export interface KeyValueStore {
  get(key: string): string | null | undefined;
  set(item: { key: string; value: unknown }): void;
}

/** `discourse/services/store` */
export interface StoreService {
  find(type: "post", id: number): Promise<Post>;
}

/** Options of `Composer#open` that may carry a text. */
export interface ComposerOpenOptions {
  action?: string;
  /** whether the fields are those of a saved draft */
  draft?: unknown;
  topic?: Topic;
  post?: Post;
  postId?: number;
  quote?: string;
  reply?: string;
  title?: string;
  originalText?: string;
  originalTitle?: string;
  topicTitle?: string;
  topicBody?: string;
  prependText?: string;
}

/** `discourse/services/composer` */
export interface ComposerService {
  model: ComposerModel | null;
  allowPreview: boolean;
  /** when the member last tried to send what cannot be sent */
  lastValidatedAt: number | null;
  saveAction(ignore: unknown, event: Event): void;
  /** @param force asks nothing that the member was asked already */
  save(force: boolean): void;
  hitEsc(): void;
  /** discards, asking first where there is a text */
  cancel(): Promise<void>;
  /** the save of a draft that is under way; rejected where there was nothing to save */
  _saveDraftPromise?: Promise<unknown> | null;
  openNewMessage(options: { recipients: string }): Promise<unknown>;
  set(key: string, value: unknown): void;
}

export interface SiteSettings {
  encrypted_messages_min_secret_strength?: number;
  encrypted_messages_enabled: boolean;
  encrypted_messages_by_default: boolean;
  encrypted_messages_force: boolean;
  encrypted_messages_max_body_length: number;
  encrypted_messages_max_participants: number;
  ga_universal_tracking_code?: string;
  gtm_container_id?: string;
  max_post_length: number;
  max_topic_title_length: number;
  min_personal_message_post_length: number;
  min_personal_message_title_length: number;
  title: string;
}

export interface Site {
  /** names of plugins and themes; absent for who may not write encrypted messages */
  encrypted_messages_plaintext_readers?: string[];
  /** core has changed under this plugin, and nothing encrypted is taken */
  encrypted_messages_sending_off?: true;
  encrypted_messages_title_placeholder: string;
  mobileView: boolean;
}

export interface MessageBusService {
  subscribe(channel: string, callback: (data: unknown) => void): void;
  unsubscribe(channel: string, callback: (data: unknown) => void): void;
}

export interface DialogService {
  /** of the one that is open */
  type?: string | null;
  alert(
    message:
      | string
      | {
          title?: string;
          message: string;
          /** in the place of core's own; any of them closes the dialog, which then calls `didCancel` */
          buttons?: { label: string; class?: string; action?(): void }[];
          didConfirm?(): void;
          didCancel?(): void;
        }
  ): unknown;
  confirm(options: {
    title?: string;
    message?: string;
    /** in the place of a message; takes the model as `@model` */
    bodyComponent?: unknown;
    bodyComponentModel?: unknown;
    cancelButtonLabel?: string;
    confirmButtonLabel?: string;
    confirmButtonClass?: string;
    didConfirm(): void;
    didCancel?(): void;
  }): unknown;
  deleteConfirm(options: {
    title?: unknown;
    message?: unknown;
    confirmButtonLabel?: string;
    didConfirm?(): unknown;
  }): unknown;
}

export interface ModalService {
  show(component: unknown, options?: { model?: unknown }): Promise<unknown>;
}

/** What core shows in the first line of a post, in an order that plugins change. */
export interface PostInfos {
  value: {
    add(key: string, component: unknown, position: { before: string }): void;
  };
  context: { metaDataInfoKeys: Record<"DATE", string> };
}

export interface ToastAction {
  label: string;
  class?: string;
  action(toast: { close(): void }): void;
}

export interface ToastsService {
  success(options: {
    duration?: "short" | "long";
    data: { message: string; actions?: ToastAction[] };
  }): unknown;
}

export interface A11yService {
  announce(message: string, type?: "polite" | "assertive"): void;
}

/** What FormKit gives a form's `@validate` besides the data. */
export interface FormErrors {
  addError(name: string, error: { title: string; message: string }): void;
}
