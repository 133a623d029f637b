/** Where the site serves the script that `pnpm build` makes of zxcvbn-ts. */
declare const url: string;

export default url;
