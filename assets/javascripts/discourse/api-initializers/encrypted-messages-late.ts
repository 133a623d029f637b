import { apiInitializer } from "discourse/lib/api";

/** Where everything is here already, the application has its services from the first. */
export default apiInitializer((api) => {
  api.container.lookup("service:encrypted-messages-late");
});
