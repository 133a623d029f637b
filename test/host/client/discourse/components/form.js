export { default } from "discourse/form-kit/components/fk/form";
