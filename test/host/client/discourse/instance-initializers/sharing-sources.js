import Sharing from "discourse/lib/sharing";
import { i18n } from "discourse-i18n";

/** Of core's, the one that is offered in messages too. */
export default {
  initialize(owner) {
    const { title: site } = owner.lookup("service:site-settings");

    Sharing.addSource({
      id: "email",
      icon: "envelope",
      title: i18n("share.email"),
      showInPrivateContext: true,
      generateUrl(link, title, quote = "") {
        const subject = encodeURIComponent(`[${site}] ${title}`);
        const body = encodeURIComponent(quote ? `${quote} \n\n ${link}` : link);
        return `mailto:?to=&subject=${subject}&body=${body}`;
      },
    });
  },
};
