export default {
  name: "boot-services",

  initialize(owner) {
    owner.lookup("service:client-error-handler");
  },
};
