/** Offered by core to plugins, its own chat among them, but not among its published types. */
declare module "pretty-text/emoji" {
  /** Makes an emoji of the site's own. */
  export function registerEmoji(code: string, url: string, group: string): void;

  /** @returns the name in core's table for a name, which can be another one; undefined where there is none */
  export function normalizeEmoji(code: string): string | undefined;
}

declare module "pretty-text/emoji/data" {
  /** characters → names */
  export const replacements: Record<string, string>;
}
