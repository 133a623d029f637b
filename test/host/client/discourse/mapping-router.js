import EmberRouter from "@ember/routing/router";
import { moduleNamed, moduleNames } from "discourse/host/registry";
import { isTesting } from "discourse/lib/environment";
import getURL from "discourse/lib/get-url";

/** Collects routes as a tree, so that plugins can add to resources of core. */
class RouteNode {
  children = new Map();

  constructor(name, opts = {}) {
    this.name = name;
    this.opts = opts;
  }

  route(name, opts, fn) {
    if (typeof opts === "function") {
      [opts, fn] = [{}, opts];
    }
    const node = this.children.get(name) ?? new RouteNode(name, opts ?? {});
    this.children.set(name, node);
    node.extract(fn);
  }

  extract(fn) {
    fn?.call(this);
  }

  mapInto(dsl) {
    const { children } = this;
    dsl.route(this.name, this.opts, children.size && mapChildren);

    function mapChildren() {
      children.forEach((child) => child.mapInto(this));
    }
  }

  find(path) {
    return path
      .split(".")
      .reduce((node, segment) => node?.children.get(segment), this);
  }
}

/** @returns {typeof EmberRouter} with the routes of every module named …route-map */
export function mapRoutes() {
  const tree = new RouteNode("root");
  const extras = [];

  for (const name of moduleNames().filter((module) =>
    /route-map$/.test(module)
  )) {
    const map = moduleNamed(name).default;
    if (typeof map === "function") {
      tree.extract(map);
    } else {
      extras.push(map);
    }
  }
  for (const { resource, map } of extras) {
    tree.find(resource)?.extract(map);
  }

  return class extends EmberRouter {
    location = isTesting() ? "none" : "history";
    rootURL = getURL("/");
  }.map(function () {
    tree.children.forEach((child) => child.mapInto(this));
    this.route("unknown", { path: "*path" });
  });
}
