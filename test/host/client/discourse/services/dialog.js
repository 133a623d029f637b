// host-only: core's resolver finds the service in dialog-holder
export { default } from "discourse/dialog-holder/services/dialog";
