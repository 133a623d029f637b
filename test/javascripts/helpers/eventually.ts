/** Waits until `check` holds; `waitUntil` would take its promise for a yes. QUnit ends a test that waits too long. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
