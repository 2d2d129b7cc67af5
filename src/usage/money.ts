/**
 * Money as whole pico-dollars (1e-12 USD). Every list price of every token class, times premium and batch factor, is a
 * whole number of them per token, so that sums are exact; a double is not (3 * 1.1 = 3.3000000000000003).
 */
export type PicoUsd = bigint;

/**
 * Money as whole femto-dollars (1e-15 USD), for what a customer pays after terms of their own: a percentage of a list
 * amount has more decimals than the list has. List amounts stay in pico-dollars and are never rounded.
 */
export type FemtoUsd = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;
export const FEMTO_PER_PICO = 1_000n;

/** Pico-dollars as a plain decimal of dollars: no exponent, no trailing zeros. `formatUsd(37000000n)` is `"0.000037"`. */
export function formatUsd(pico: PicoUsd): string {
  return plainDecimal(pico, 12);
}

/** Femto-dollars in the same form. */
export function formatFemtoUsd(femto: FemtoUsd): string {
  return plainDecimal(femto, 15);
}

function plainDecimal(value: bigint, places: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
