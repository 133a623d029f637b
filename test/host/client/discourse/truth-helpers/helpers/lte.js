export default function lte(a, b) {
  return a <= b;
}
