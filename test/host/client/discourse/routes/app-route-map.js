/** The pages the host has, by core's names. */
export default function () {
  this.route("exception");
  this.route("exception-unknown", { path: "/404" });

  this.route(
    "topic",
    { path: "/t/:slug/:id", resetNamespace: true },
    function () {
      this.route("fromParams", { path: "/" });
      // core's spelling
      // eslint-disable-next-line ember/routes-segments-snake-case
      this.route("fromParamsNear", { path: "/:nearPost" });
    }
  );
  this.route("topicBySlugOrId", {
    path: "/t/:slug_or_id",
    resetNamespace: true,
  });

  this.route("discovery", { path: "/", resetNamespace: true }, function () {
    this.route("latest");
  });

  this.route(
    "user",
    { path: "/u/:username", resetNamespace: true },
    function () {
      this.route("summary");
      this.route(
        "userActivity",
        { path: "/activity", resetNamespace: true },
        function () {
          this.route("bookmarks");
          this.route("drafts");
        }
      );
      this.route(
        "userNotifications",
        { path: "/notifications", resetNamespace: true },
        function () {
          this.route("index", { path: "/" });
        }
      );
      this.route(
        "userPrivateMessages",
        { path: "/messages", resetNamespace: true },
        function () {
          this.route("user", { path: "/" }, function () {
            this.route("archive");
            this.route("sent");
          });
        }
      );
      this.route("preferences", { resetNamespace: true }, function () {
        this.route("account");
        this.route("security");
      });
    }
  );

  this.route("admin", { resetNamespace: true }, function () {
    this.route(
      "adminPlugins",
      { path: "/plugins", resetNamespace: true },
      function () {
        this.route("show", { path: "/:plugin_id" }, function () {
          this.route("settings");
        });
      }
    );
  });

  this.route("login");
  this.route("new-message");
  this.route("full-page-search", { path: "/search", resetNamespace: true });
}
