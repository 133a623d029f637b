export { default } from "discourse/float-kit/services/toasts";
