import { Kind, Label } from "../../../assets/javascripts/discourse/lib/suite";

export { Kind, Label };

/** What the header parameters are called in the vectors. */
export const HEADER = Object.fromEntries(
  Object.entries(Label).map(([name, label]) => [label, `header: ${name}`])
);

/** Why a header with a wrong value is refused. */
export const HEADER_CAUSES = {
  [Label.alg]: "malformed",
  [Label.suite]: "newer",
  [Label.kind]: "wrong-kind",
  [Label.conversationId]: "wrong-conversation",
  [Label.epoch]: "wrong-epoch",
  [Label.messageId]: "wrong-message",
  [Label.revision]: "wrong-revision",
  [Label.userId]: "wrong-user",
  [Label.fingerprint]: "wrong-fingerprint",
};
