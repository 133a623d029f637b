interface RouteMap {
  route(name: string, options: { path: string }): void;
}

export default {
  resource: "admin.adminPlugins.show",
  path: "/plugins",
  map(this: RouteMap) {
    this.route("encrypted-messages-report", { path: "report" });
  },
};
