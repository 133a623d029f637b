import { names, svg } from "virtual:host/svg-sprite";
import { setIconList } from "discourse/lib/icon-library";

const SPRITE_ID = "svg-sprites";

/** Puts the icons into the page, where `<use href="#…">` finds them. */
export default {
  initialize() {
    setIconList(names);
    let holder = document.getElementById(SPRITE_ID);
    if (!holder) {
      holder = document.createElement("div");
      holder.id = SPRITE_ID;
      document.body.prepend(holder);
    }
    holder.innerHTML = svg;
    holder.setAttribute("aria-hidden", "true");
  },
};
