/** Offered by core to plugins, but not among its published types. */
declare module "@ember/test-waiters" {
  /** Makes tests wait for `promise`; gives it back. */
  export function waitForPromise<T>(promise: Promise<T>): Promise<T>;
}
