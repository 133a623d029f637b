export { isEmpty as default } from "@ember/utils";
