// host-only: core has this in select-kit itself
import { autoUpdate, computePosition, flip } from "@floating-ui/dom";
import { modifier } from "ember-modifier";

/**
 * Keeps a drop-down's body below its header, as wide as that, and fixed to the window, so that what scrolls
 * around it (a modal's body) does not cut it off.
 */
export default modifier((body) => {
  const header = body.parentElement.querySelector(".select-kit-header");
  return autoUpdate(header, body, async () => {
    const { x, y } = await computePosition(header, body, {
      strategy: "fixed",
      placement: "bottom-start",
      middleware: [flip()],
    });
    Object.assign(body.style, {
      position: "fixed",
      left: `${x}px`,
      top: `${y}px`,
      width: `${header.offsetWidth}px`,
    });
  });
});
