export default function gt(a, b) {
  return a > b;
}
