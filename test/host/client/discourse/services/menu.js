// host-only: core's types leave out this module of one line
export { default } from "discourse/float-kit/services/menu";
