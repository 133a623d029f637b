// host-only: core's resolver finds the service in float-kit
export { default } from "discourse/float-kit/services/toasts";
