import RSVP from "rsvp";
import { isTesting, setEnvironment } from "discourse/lib/environment";
import { setDefaultOwner } from "discourse/lib/get-owner";
import { setupURL } from "discourse/lib/get-url";
import { populatePreloadStore } from "discourse/lib/preload-store";
import { setURLContainer } from "discourse/lib/url";
import I18n from "discourse-i18n";

/** The first initializer: reads what the server wrote into the page. */
export default {
  name: "discourse-bootstrap",

  initialize(app) {
    setURLContainer(app.__container__);
    setDefaultOwner(app.__container__);

    // the tests have their own
    if (isTesting()) {
      return;
    }

    const setup =
      document.getElementById("data-discourse-setup")?.dataset ?? {};
    populatePreloadStore();
    setupURL(setup.cdn, setup.baseUrl, setup.baseUri ?? "");
    setEnvironment(setup.environment);
    I18n.defaultLocale = setup.defaultLocale ?? "en";
    I18n.loadData();

    RSVP.configure("onerror", (error) => {
      if (error?.message !== "TransitionAborted") {
        // eslint-disable-next-line no-console
        console.error(error?.stack ?? error?.message ?? error);
      }
    });
  },
};
