const SCALE = 1_000_000n;

/** A decimal text with at most six decimals, times a million: `"6.25"` is `6250000n`. */
export function micro(decimal: string): bigint {
  return scaled(decimal, 6);
}

/** A plain decimal text as a whole number of its `decimals`-th decimal; further decimals are cut off. */
export function scaled(decimal: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
}

/** The same number as a plain decimal text: no exponent, no trailing zeros. */
export function decimalText(value: bigint, decimals: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, digits.length - decimals)}${fraction && `.${fraction}`}`;
}

/** Pico-dollars per token of a rate in dollars per million tokens: a million times the same number. */
export function picoPerToken(usdPerMillion: string): bigint {
  return micro(usdPerMillion);
}

/** Whether `product` is exactly `factor` times `base`; all three decimal texts. */
export function isProduct(product: string, factor: string, base: string): boolean {
  return micro(product) * SCALE === micro(factor) * micro(base);
}

/** A quotient as the nearest whole number; halfway goes to the even one, so that roundings do not add up to a bias. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (dividend < 0n) return -divideHalfEven(-dividend, divisor);
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}
