/** Plugins cannot import packages late; core does it for them. */
export default async function loadJSDiff() {
  return await import("diff");
}
