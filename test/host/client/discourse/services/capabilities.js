// What the browser and the device can do.
import { tracked } from "@glimmer/tracking";

const BREAKPOINTS = {
  sm: "40rem",
  md: "48rem",
  lg: "64rem",
  xl: "80rem",
  "2xl": "96rem",
};

class Capabilities {
  isAndroid = /Android/.test(navigator.userAgent);
  isIOS = /iPhone|iPad/.test(navigator.userAgent);
  isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  viewport = new Viewport();

  get touch() {
    return navigator.maxTouchPoints > 1 || "ontouchstart" in window;
  }
}

class Viewport {
  @tracked matches = {};

  constructor() {
    for (const [name, width] of Object.entries(BREAKPOINTS)) {
      const query = window.matchMedia(`(min-width: ${width})`);
      const read = () =>
        (this.matches = { ...this.matches, [name]: query.matches });
      query.addEventListener("change", read);
      Object.defineProperty(this, name, { get: () => this.matches[name] });
      read();
    }
  }
}

export const capabilities = new Capabilities();

/** The same object, as a service. */
export default class CapabilitiesServiceShim {
  static isServiceFactory = true;

  static create() {
    return capabilities;
  }
}
