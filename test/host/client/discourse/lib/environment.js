// Which of core's environments the page runs in.
export const INPUT_DELAY = 250;

let environment = "unknown";

export function setEnvironment(name) {
  environment = name;
}

export function isTesting() {
  return environment === "qunit-testing";
}

export function isProduction() {
  return environment === "production";
}
