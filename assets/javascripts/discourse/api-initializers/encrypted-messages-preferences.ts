import { apiInitializer } from "discourse/lib/api";
import Preferences from "../components/encrypted-messages/preferences";

export default apiInitializer((api) => {
  api.renderInOutlet("user-preferences-security", Preferences);
});
