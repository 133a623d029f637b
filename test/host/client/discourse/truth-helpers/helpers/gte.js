export default function gte(a, b) {
  return a >= b;
}
