// What plugins put into outlets: files at connectors/<outlet>/<name>, and components registered by renderInOutlet.
import { moduleNamed, moduleNames } from "discourse/host/registry";

const CONNECTOR =
  /^discourse(?:\/[^/]+)*?\/connectors\/(?<outlet>[^/]+)\/(?<name>[^/.]+)$/;

let extra = new Map();
let cache;

class ConnectorInfo {
  constructor(outletName, connectorName, componentClass) {
    this.outletName = outletName;
    this.connectorName = connectorName;
    this.componentClass = componentClass;
  }

  get connectorClass() {
    return this.componentClass;
  }

  get humanReadableName() {
    return `${this.outletName}/${this.connectorName ?? this.componentClass.name}`;
  }
}

export function resetExtraClasses() {
  extra = new Map();
}

export function extraConnectorComponent(outletName, klass) {
  if (outletName.includes("/")) {
    throw new Error("invalid outlet name");
  }
  extra.set(outletName, [...(extra.get(outletName) ?? []), klass]);
}

export function clearCache() {
  cache = null;
}

export function connectorsExist(outletName) {
  return connectorsFor(outletName).length > 0;
}

export function connectorsFor(outletName) {
  cache ??= buildCache();
  return cache.get(outletName) ?? [];
}

/** @returns {ConnectorInfo[]} those whose static `shouldRender(args, context, owner)` does not say no */
export function renderedConnectorsFor(outletName, args, context, owner) {
  return connectorsFor(outletName).filter(
    ({ connectorClass }) =>
      !connectorClass.shouldRender ||
      connectorClass.shouldRender(args, context, owner)
  );
}

function buildCache() {
  const all = new Map();
  const add = (info) =>
    all.set(info.outletName, [...(all.get(info.outletName) ?? []), info]);

  for (const moduleName of moduleNames()) {
    const match = CONNECTOR.exec(moduleName);
    if (match) {
      const { outlet, name } = match.groups;
      add(new ConnectorInfo(outlet, name, moduleNamed(moduleName).default));
    }
  }
  for (const [outlet, components] of extra) {
    components.forEach((klass) =>
      add(new ConnectorInfo(outlet, undefined, klass))
    );
  }
  return all;
}
