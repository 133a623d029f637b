/** Takes the CSRF token where the page brought one; ajax() asks for it otherwise. */
export default {
  name: "csrf-token",

  initialize(owner) {
    const meta = document.head.querySelector("meta[name=csrf-token]");
    owner.lookup("service:session").set("csrfToken", meta?.content);
  },
};
