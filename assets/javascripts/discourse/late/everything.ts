/**
 * The rest of the plugin: all services and components but those that every page needs. Fetched in one file, by need
 * (`fetch.ts`). What stands here by its name is what comes with it.
 */
import CardNumbers from "../components/encrypted-messages/card-numbers";
import ComposerEditor from "../components/encrypted-messages/composer/composer-editor";
import ComposerToggle from "../components/encrypted-messages/composer/composer-toggle";
import DraftTitle from "../components/encrypted-messages/composer/draft-title";
import Preferences from "../components/encrypted-messages/keys/preferences";
import ProfileNumbers from "../components/encrypted-messages/profile-numbers";
import ClosedTopic from "../components/encrypted-messages/topic/closed-topic";
import EmbeddedPost from "../components/encrypted-messages/topic/embedded-post";
import EndedTopic from "../components/encrypted-messages/topic/ended-topic";
import NoAccess from "../components/encrypted-messages/topic/no-access";
import PeopleLines from "../components/encrypted-messages/topic/people-lines";
import EncryptedPost from "../components/encrypted-messages/topic/post";
import PosterName from "../components/encrypted-messages/topic/poster-name";
import SmallAction from "../components/encrypted-messages/topic/small-action";
import TopicPage from "../components/encrypted-messages/topic/topic-page";
import AddressBook from "../late-services/encrypted-messages-address-book";
import Backup from "../late-services/encrypted-messages-backup";
import ChangedKeys from "../late-services/encrypted-messages-changed-keys";
import ComposerOpening from "../late-services/encrypted-messages-composer-opening";
import Contacts from "../late-services/encrypted-messages-contacts";
import Conversations from "../late-services/encrypted-messages-conversations";
import Directory from "../late-services/encrypted-messages-directory";
import Drafting from "../late-services/encrypted-messages-drafting";
import Drafts from "../late-services/encrypted-messages-drafts";
import Edits from "../late-services/encrypted-messages-edits";
import EncryptionChoice from "../late-services/encrypted-messages-encryption-choice";
import History from "../late-services/encrypted-messages-history";
import Identity from "../late-services/encrypted-messages-identity";
import Inviter from "../late-services/encrypted-messages-inviter";
import KeyBags from "../late-services/encrypted-messages-key-bags";
import KeyGiving from "../late-services/encrypted-messages-key-giving";
import Keyring from "../late-services/encrypted-messages-keyring";
import KnownTopics from "../late-services/encrypted-messages-known-topics";
import LeftOut from "../late-services/encrypted-messages-left-out";
import Names from "../late-services/encrypted-messages-names";
import Opening from "../late-services/encrypted-messages-opening";
import Order from "../late-services/encrypted-messages-order";
import OwnWatch from "../late-services/encrypted-messages-own-watch";
import Participation from "../late-services/encrypted-messages-participation";
import Quotes from "../late-services/encrypted-messages-quotes";
import Restoring from "../late-services/encrypted-messages-restoring";
import Rosters from "../late-services/encrypted-messages-rosters";
import Sealing from "../late-services/encrypted-messages-sealing";
import Sender from "../late-services/encrypted-messages-sender";
import Session from "../late-services/encrypted-messages-session";
import SetBack from "../late-services/encrypted-messages-set-back";
import StoredBefore from "../late-services/encrypted-messages-stored-before";
import Titles from "../late-services/encrypted-messages-titles";

export { default as HistoryModal } from "../components/encrypted-messages/modal/history";
export { invite } from "../components/encrypted-messages/modal/invite";
export { default as SelectionToolbar } from "../components/encrypted-messages/topic/selection-toolbar";
export { guardSelection } from "../core-seams/text-selection";

/** By what follows `service:encrypted-messages-`. */
export const SERVICES = {
  "address-book": AddressBook,
  backup: Backup,
  "changed-keys": ChangedKeys,
  "composer-opening": ComposerOpening,
  contacts: Contacts,
  conversations: Conversations,
  directory: Directory,
  drafting: Drafting,
  drafts: Drafts,
  edits: Edits,
  "encryption-choice": EncryptionChoice,
  history: History,
  identity: Identity,
  inviter: Inviter,
  "key-bags": KeyBags,
  "key-giving": KeyGiving,
  keyring: Keyring,
  "known-topics": KnownTopics,
  "left-out": LeftOut,
  names: Names,
  opening: Opening,
  order: Order,
  "own-watch": OwnWatch,
  participation: Participation,
  quotes: Quotes,
  restoring: Restoring,
  rosters: Rosters,
  sealing: Sealing,
  sender: Sender,
  session: Session,
  "set-back": SetBack,
  "stored-before": StoredBefore,
  titles: Titles,
};

/** Core's outlets show these in the place of `late`. */
export const COMPONENTS = {
  CardNumbers,
  ClosedTopic,
  ComposerEditor,
  ComposerToggle,
  DraftTitle,
  EmbeddedPost,
  EncryptedPost,
  EndedTopic,
  NoAccess,
  PeopleLines,
  PosterName,
  Preferences,
  ProfileNumbers,
  SmallAction,
  TopicPage,
};
