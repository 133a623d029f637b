/** The heart's one door: all that the rest of the plugin may use of it (docs/heart.md). */
export { ensure, ProtocolError, type Reason } from "./errors";
export { type Bytes, encodeBase64url, encodeUtf8, equal } from "./bytes";
export { cryptoAvailability, sha256 } from "./webcrypto";
export { FIRST_EPOCH } from "./suite";
export {
  type CardHistory,
  cardOfPair,
  type IdentityCard,
  isVouchedSuccessor,
  openCard,
  openCardHistory,
  type Pair,
  replacedFingerprints,
} from "./card";
export { safetyNumber } from "./safety-number";
export {
  type AddressBook,
  changedParts,
  type Contact,
  type Contacts,
  type ContactStanding,
  mayBeMet,
  namesOf,
  openAddressBook,
  sealAddressBook,
  wasCompared,
} from "./address-book";
export { afterNewKeys, mergeContacts } from "./merging";
export { openName, sealName, type SignedName } from "./name";
export { digestOfMethods, wrapsSameKeys } from "./backup";
export {
  changeSecret,
  createIdentity,
  type Identity,
  type NewAddressBook,
  type NewIdentity,
  rotateIdentity,
  unlockIdentity,
} from "./identity";
export { type ConversationKey, newMessageId } from "./conversation";
export {
  type CardsOf,
  firstEpochOf,
  isCommittedTo,
  listedPair,
  listsPair,
  mayFollow,
  newestEntry,
  type Roster,
  type RosterEntry,
} from "./roster";
export {
  bagGrant,
  type ExpectedGrant,
  type HeldGrant,
  type OpenedGrant,
} from "./grant";
export { openKeyBag } from "./key-bag";
export {
  changeParticipants,
  createConversation,
  grantAgain,
  type Grants,
} from "./participants";
export {
  MAX_LATEST_READ,
  type Message,
  nameOf,
  type NamedMessage,
} from "./message";
export {
  claimedPlace,
  type EncryptedRaw,
  isEncryptedRaw,
  MARKER,
} from "./envelope";
export { MAX_REVISION } from "./suite";
export { sealBody, sealTitle } from "./bodies";
export { type Draft, openDraft, resealDraft, sealDraft } from "./draft";
export {
  makeEstimator,
  MIN_SECRET_LENGTH,
  normalizeSecret,
  proposeSecret,
  secretProblem,
  type SecretStrength,
  secretStrength,
  type Zxcvbn,
} from "./secret";
export {
  type BodyToRead,
  type History,
  readBodies,
  readBodiesAgain,
  readBody,
  readBodyAgain,
  readBodyHistory,
  type Reading,
  readRoster,
  readTitle,
  readTitleHistory,
  readTitles,
  type TitleToRead,
  type Version,
} from "./reading";
export {
  called,
  foldName,
  isOfContact,
  isStillThemselves,
  judgeCard,
  type Judgement,
  type KeyChange,
  mayStandFor,
  meant,
  metAs,
  type Members,
  type NamedCard,
  type Namesake,
  namesake,
} from "./contacts";
export {
  dropNote,
  joinTabs,
  type KeptAddressBook,
  type KeptBackup,
  type KeptRoster,
  type KeptTitle,
  notedForgetting,
  noteForgetting,
  type TabNews,
  type Tabs,
} from "./records";
export { contradict } from "./successions";
export { askToKeepStorage, wouldAskMember } from "./storage";
export {
  type Forgetting,
  type Keystore,
  keystoreOwners,
  openKeystore,
} from "./keystore";
export {
  newPageKey,
  openWords,
  type SealedWords,
  sealWords,
} from "./page-memory";
