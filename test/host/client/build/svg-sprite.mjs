// The icon sprite, made from Font Awesome's single files: core's icons, and those plugin.rb registers.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CLIENT, REPO } from "./paths.mjs";

const SVGS = join(
  dirname(
    createRequire(join(CLIENT, "build.mjs")).resolve(
      "@fortawesome/fontawesome-free/package.json"
    )
  ),
  "svgs"
);
const REGISTRATION = /^\s*register_svg_icon\s*\(?\s*["']([a-z0-9-]+)["']/gm;

// The part of core's own list (lib/svg_sprite.rb) that the host's screens show.
const CORE_ICONS = `
  a address-card anchor angle-down angles-down angles-left angles-up arrow-left arrow-right arrow-rotate-left arrow-up
  arrows-rotate at backward ban bars bars-staggered bell bold
  bookmark box-archive caret-down caret-right caret-up certificate check chevron-down chevron-up circle circle-check
  circle-exclamation circle-info circle-minus circle-plus circle-question circle-user circle-xmark clock
  clock-rotate-left code comment compress copy desktop discourse-compress discourse-expand down-left-and-up-right-to-center
  ellipsis envelope exclamation eye fab-markdown far-bell far-bookmark far-clock far-comment far-eye far-eye-slash far-face-smile far-heart
  far-image far-pen-to-square far-rectangle-list far-trash-can flag forward gear globe hand-point-right heart heading house image info italic
  key link list list-check list-ol list-ul lock magnifying-glass minus paragraph paperclip pencil plus question
  quote-left quote-right reply right-from-bracket right-left rotate share shield-halved signal spinner table thumbtack
  trash-can triangle-exclamation unlock unlock-keyhole up-right-and-down-left-from-center upload user user-check user-pen user-plus users
  wand-magic window-maximize window-minimize wrench xmark`
  .trim()
  .split(/\s+/);

// Icons that core draws itself stand for the nearest of Font Awesome.
const DRAWN_BY_CORE = {
  "discourse-compress": "compress",
  "discourse-expand": "expand",
};

const FAMILIES = { far: "regular", fab: "brands" };

/**
 * @returns {{ names: string[], svg: string }} the icons' names, and one `<svg>` with a `<symbol>` for each
 * @throws {Error} naming an icon that Font Awesome does not have; core would leave it blank
 */
export function buildSprite() {
  const names = [...new Set([...CORE_ICONS, ...pluginIcons()])].sort();
  const symbols = names.map(symbolFor);
  return {
    names,
    svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
  };
}

/** @returns {string[]} what plugin.rb asks for by `register_svg_icon` */
function pluginIcons() {
  const pluginFile = join(REPO, "plugin.rb");
  if (!existsSync(pluginFile)) {
    return [];
  }
  return [...readFileSync(pluginFile, "utf8").matchAll(REGISTRATION)].map(
    ([, name]) => name
  );
}

function symbolFor(name) {
  const drawn = DRAWN_BY_CORE[name] ?? name;
  const [, prefix, rest] = /^(?:(far|fab)-)?(.+)$/.exec(drawn);
  const file = join(SVGS, FAMILIES[prefix] ?? "solid", `${rest}.svg`);
  if (!existsSync(file)) {
    throw new Error(`Font Awesome has no icon "${name}" (${file})`);
  }
  const [, viewBox, body] =
    /viewBox="([^"]+)">(?:<!--.*?-->)?(.*)<\/svg>/s.exec(
      readFileSync(file, "utf8")
    );
  return `<symbol id="${name}" viewBox="${viewBox}">${body}</symbol>`;
}

/** @returns {import("vite").Plugin} `virtual:host/svg-sprite` exports `names` and `svg` */
export function svgSpritePlugin() {
  const id = "virtual:host/svg-sprite";
  return {
    name: "host:svg-sprite",
    enforce: "pre",
    resolveId: (specifier) => (specifier === id ? `\0${id}` : null),
    load(loaded) {
      if (loaded !== `\0${id}`) {
        return null;
      }
      const { names, svg } = buildSprite();
      return `export const names = ${JSON.stringify(names)};\nexport const svg = ${JSON.stringify(svg)};\n`;
    },
  };
}
