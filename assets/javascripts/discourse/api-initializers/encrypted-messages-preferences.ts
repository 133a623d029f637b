import { apiInitializer } from "discourse/lib/api";
import Preferences from "../components/encrypted-messages/keys/preferences";

export default apiInitializer((api) => {
  api.renderInOutlet("user-preferences-security", Preferences);
});
