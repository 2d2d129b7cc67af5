const SCALE = 1_000_000n;

/** A decimal text with at most six decimals, times a million: `"6.25"` is `6250000n`. */
export function micro(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** Pico-dollars per token of a rate in dollars per million tokens: a million times the same number. */
export function picoPerToken(usdPerMillion: string): bigint {
  return micro(usdPerMillion);
}

/** Whether `product` is exactly `factor` times `base`; all three decimal texts. */
export function isProduct(product: string, factor: string, base: string): boolean {
  return micro(product) * SCALE === micro(factor) * micro(base);
}
