// Types of the bundle that `pnpm build --test` makes of this package.
export * from "cborg";
