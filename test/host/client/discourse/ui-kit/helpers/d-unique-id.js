/** An id no other element of the page bears. */
export default function dUniqueId() {
  return `ember-${crypto.randomUUID()}`;
}
