export default function eq(a, b) {
  return a === b;
}
