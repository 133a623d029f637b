export default function lt(a, b) {
  return a < b;
}
