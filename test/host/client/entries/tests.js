// The QUnit page's entry. Test files are loaded one by one, so that a file that does not load is one failing test.
import QUnit from "qunit";
import tests, { setup } from "virtual:host/tests";
import { reportToRunner } from "../qunit/report.js";

QUnit.config.autostart = false;
QUnit.config.testTimeout = 60_000;
window.QUnit ??= QUnit;
reportToRunner(QUnit);

await setup?.().then((module) => module.default());

for (const [path, load] of Object.entries(tests)) {
  try {
    await load();
  } catch (error) {
    QUnit.module(path);
    QUnit.test("loads", () => {
      throw error;
    });
  }
}

QUnit.start();
