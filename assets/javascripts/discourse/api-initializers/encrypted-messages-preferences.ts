import { apiInitializer } from "discourse/lib/api";
import { late } from "../components/encrypted-messages/late";

export default apiInitializer((api) => {
  api.renderInOutlet(
    "user-preferences-security",
    late("Preferences", { isOurs: () => true, tells: true })
  );
});
