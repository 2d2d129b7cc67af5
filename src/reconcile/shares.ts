/**
 * A whole amount shared out by weights, to the last unit: each share is cut off, and what is left goes to the heaviest.
 * Without any weight, all of it goes to the first.
 */
export function shares(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight) => (sum === 0n ? 0n : (amount * weight) / sum));
  const heaviest = weights.reduce((best, weight, at) => (weight > (weights[best] ?? 0n) ? at : best), 0);
  const rest = amount - parts.reduce((a, b) => a + b, 0n);
  return parts.map((part, at) => (at === heaviest ? part + rest : part));
}
