import type Owner from "@ember/owner";
import pretender from "discourse/tests/helpers/create-pretender";
import type DraftingService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-drafting";
import type ChoiceService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-encryption-choice";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-sender";
import type { ComposerModel } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { json, logInAs, type Name, type Request } from "./members";

export const PLACEHOLDER = "Encrypted message";

interface Store {
  createRecord(type: string, values: object): ComposerModel;
}

export interface NewMessage {
  model: ComposerModel;
  /** bodies of the requests that saved a draft */
  drafts: string[];
  choice: ChoiceService;
  composer: DraftingService;
  sender: SenderService;
}

/** Core's composer model of a new message, and the services that encrypt it. */
export async function newMessage(
  owner: Owner,
  from: Name,
  to: Name
): Promise<NewMessage> {
  const user = await logInAs(owner, from);
  const site = owner.lookup("service:site") as {
    set(key: string, value: unknown): void;
  };
  site.set("encrypted_messages_title_placeholder", PLACEHOLDER);

  const drafts: string[] = [];
  pretender.delete("/drafts/new_private_message_1.json", () =>
    json(200, { success: "OK" })
  );
  pretender.get("/drafts/new_private_message_1.json", () =>
    json(200, { draft: null, draft_sequence: 0 })
  );
  pretender.post("/drafts.json", (request) => {
    const { requestBody } = request as unknown as Request;
    drafts.push(decodeURIComponent(requestBody));
    return json(200, { draft_sequence: 1 });
  });

  const lookup = (name: string): unknown =>
    owner.lookup(`service:encrypted-messages-${name}`);
  return {
    model: (owner.lookup("service:store") as Store).createRecord("composer", {
      user,
      action: "privateMessage",
      archetypeId: "private_message",
      targetRecipients: to,
      draftKey: "new_private_message_1",
      draftSequence: 0,
      title: "",
      reply: "",
    }),
    drafts,
    choice: lookup("encryption-choice") as ChoiceService,
    composer: lookup("drafting") as DraftingService,
    sender: lookup("sender") as SenderService,
  };
}
