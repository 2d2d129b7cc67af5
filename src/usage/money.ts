/**
 * Money as whole pico-dollars (1e-12 USD). Every list price of every token class, times premium and batch factor, is a
 * whole number of them per token, so that sums are exact; a double is not (3 * 1.1 = 3.3000000000000003).
 */
export type PicoUsd = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;

/** Pico-dollars as a plain decimal of dollars: no exponent, no trailing zeros. `formatUsd(37000000n)` is `"0.000037"`. */
export function formatUsd(pico: PicoUsd): string {
  const negative = pico < 0n;
  const digits = (negative ? -pico : pico).toString().padStart(13, '0');
  const whole = digits.slice(0, -12);
  const fraction = digits.slice(-12).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
