/**
 * Says once on the console that something is going away.
 *
 * @param {string} message
 * @param {{ id?: string, since?: string, dropFrom?: string, url?: string, raiseError?: boolean }} [options]
 */
export default function deprecated(message, options = {}) {
  const { id, since, raiseError } = options;
  const parts = [
    message,
    since && `(deprecated since Discourse ${since})`,
    id && `[deprecation id: ${id}]`,
  ];
  const text = `DEPRECATION: ${parts.filter(Boolean).join(" ")}`;
  if (raiseError) {
    throw new Error(text);
  }
  // eslint-disable-next-line no-console
  console.warn(text);
}
