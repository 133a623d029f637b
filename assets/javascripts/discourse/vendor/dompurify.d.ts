// Types of the bundle that `pnpm build` makes of this package.
export { default } from "dompurify";
