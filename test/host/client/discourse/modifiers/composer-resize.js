// host-only: core's is a component for every resizable box
import { modifier } from "ember-modifier";

/**
 * Dragging the element changes the height of the box that `selector` names, by
 * moving its upper edge.
 *
 * @param {function(number): void} resized gets the wanted height in pixels
 */
export default modifier((element, [selector, resized]) => {
  const drag = (event) => {
    const { bottom } = document.querySelector(selector).getBoundingClientRect();
    resized(Math.round(bottom - event.clientY));
  };
  const start = (event) => {
    element.setPointerCapture(event.pointerId);
    element.addEventListener("pointermove", drag);
  };
  const end = () => element.removeEventListener("pointermove", drag);

  element.addEventListener("pointerdown", start);
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  return () => {
    element.removeEventListener("pointerdown", start);
    element.removeEventListener("pointerup", end);
    element.removeEventListener("pointercancel", end);
    end();
  };
});
