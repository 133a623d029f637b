export default function notEq(a, b) {
  return a !== b;
}
