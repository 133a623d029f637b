import { click, currentURL, visit } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { i18n } from "discourse-i18n";
import { json } from "../helpers/members";
import type { Needs } from "../types/acceptance";

const PLUGIN = "/admin/plugins/discourse-encrypted-messages";
const SUMMARY = ".encrypted-messages-report__summary";

function check(id: string, verdict: string, reason: string, details = {}) {
  return { id, verdict, reason, details };
}

const FINE = [
  check("https", "fine", "forced"),
  check("csp", "fine", "safe"),
  check("readers", "fine", "none", { readers: [], bundled: [] }),
];

acceptance(
  "Encrypted Messages | the administrators' report",
  function (needs: Needs) {
    let checks: object[] = [];
    let clock = 0;

    needs.user({ admin: true, moderator: false });
    needs.hooks.beforeEach(() => {
      checks = FINE;
      clock = 0;
      pretender.get(`${PLUGIN}.json`, () =>
        json(200, {
          id: "discourse-encrypted-messages",
          name: "discourse-encrypted-messages",
          humanized_name: "Encrypted Messages",
          about: "End-to-end encrypted personal messages",
          enabled: true,
          admin_route: { use_new_show_route: true },
        })
      );
      pretender.get("/encrypted-messages/admin/report.json", () =>
        json(200, {
          counts: { members: 12, conversations: 3, posts: 40 },
          checks,
          time: Date.now() + clock,
        })
      );
    });

    test("is beside the settings, on which the plugin's entry opens (D14)", async function (assert) {
      for (const path of ["/admin", "/admin/config"]) {
        pretender.get(`${path}/site_settings.json`, () =>
          json(200, { site_settings: [] })
        );
      }
      await visit(PLUGIN);
      assert.strictEqual(currentURL(), `${PLUGIN}/settings`);

      await click(`.d-nav-submenu a[href="${PLUGIN}/report"]`);
      assert.strictEqual(currentURL(), `${PLUGIN}/report`);
    });

    test("counts, and finds nothing wrong where nothing is (R13)", async function (assert) {
      await visit(`${PLUGIN}/report`);

      assert.strictEqual(currentURL(), `${PLUGIN}/report`);
      assert.dom("[data-count='members'] dd").hasText("12");
      assert.dom("[data-count='conversations'] dd").hasText("3");
      assert.dom("[data-count='posts'] dd").hasText("40");
      assert.dom(SUMMARY).hasText("No problem was found.");
      assert.dom("[data-check]").exists({ count: 4 });
      assert.dom("[data-check='clock']").hasAttribute("data-verdict", "fine");
    });

    test("puts problems first, and says what to do (R14, R15)", async function (assert) {
      checks = [
        check("https", "warning", "not_forced"),
        check("csp", "problem", "unsafe", { sources: ["'unsafe-eval'"] }),
        check("drafts", "fine", "not_copied"),
      ];
      await visit(`${PLUGIN}/report`);

      assert
        .dom(SUMMARY)
        .hasText(
          "1 problem makes encrypted messages unsafe or impossible here."
        );
      const [first, second] = document.querySelectorAll("[data-check]");
      assert.dom(first).hasAttribute("data-check", "csp");
      assert.dom(first).includesText("'unsafe-eval'");
      assert.dom(first).includesText("content_security_policy_script_src");
      assert.dom(second).includesText("force_https");
    });

    test("names plugins and themes with what they do, as text (R15)", async function (assert) {
      checks = [
        check("readers", "warning", "found", {
          readers: [
            {
              kind: "theme",
              name: "Nosy <img src=x> theme",
              reasons: ["keystrokes", "raw_script"],
              bundled: false,
            },
          ],
          bundled: [
            {
              kind: "plugin",
              name: "poll",
              reasons: ["cooked"],
              bundled: true,
            },
          ],
        }),
      ];
      await visit(`${PLUGIN}/report`);

      assert
        .dom("[data-check='readers'] li")
        .hasText(
          "Theme Nosy <img src=x> theme. Sees which keys are pressed. Puts a script into the page."
        );
      assert.dom("[data-check='readers']").includesText("poll");
    });

    test("compares the site's clock with the browser's (R15)", async function (assert) {
      clock = 10 * 60_000;
      await visit(`${PLUGIN}/report`);

      assert
        .dom("[data-check='clock']")
        .hasAttribute("data-verdict", "warning");
      assert.dom("[data-check='clock']").includesText("10 minutes");
    });

    test("shows what the daily job found (R13)", async function (assert) {
      checks = [
        check("consistency", "warning", "found", {
          counts: { plaintext_posts: 2 },
        }),
      ];
      await visit(`${PLUGIN}/report`);
      assert
        .dom("[data-check='consistency'] li")
        .hasText("Posts in the clear in encrypted messages: 2");
    });

    test("has a text for everything that the server can say (R13)", async function (assert) {
      const reasons: Record<string, string[]> = {
        https: ["forced", "not_forced", "local", "missing"],
        csp: ["safe", "off", "unsafe"],
        readers: ["none", "found"],
        outside_scripts: ["none", "analytics", "tag_manager"],
        drafts: ["not_copied", "copied"],
        logs: ["quiet", "debug"],
        reach: ["not_forced", "all", "shut_out"],
        consistency: ["not_yet", "fits", "found"],
        seams: ["all", "changed", "sending_off"],
      };
      await visit("/");
      for (const [id, keys] of Object.entries(reasons)) {
        for (const key of ["name", ...keys]) {
          const path = `encrypted_messages.admin.checks.${id}.${key}`;
          const text = i18n(path, {
            sources: "",
            groups: "",
            missing: "",
            count: 1,
          });
          assert.false(text.includes("encrypted_messages."), path);
        }
      }
    });
  }
);
