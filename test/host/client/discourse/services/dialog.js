export { default } from "discourse/dialog-holder/services/dialog";
