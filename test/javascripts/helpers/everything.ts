import * as everything from "discourse/plugins/discourse-encrypted-messages/discourse/late/everything";
import { beginWith } from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-late";

// Tests do not wait for the rest of the plugin, unless that is what they are about.
beginWith(everything);
