/** Dollars as whole pico-dollars (1e-12 USD), so that sums here are as exact as those of the service. */
export type PicoUsd = bigint;

const DIGITS = 12;
const SHAPE = /^(-?)(\d+)(?:\.(\d{1,12}))?$/;

/** Reads an exact decimal of the API. Anything else is a fault of the programme, so it throws. */
export function parseUsd(text: string): PicoUsd {
  const match = SHAPE.exec(text);
  if (!match) throw new Error(`not a decimal amount of at most 12 places: "${text}"`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  const pico = BigInt(whole + fraction.padEnd(DIGITS, '0'));
  return sign ? -pico : pico;
}

/** The inverse: no exponent, no trailing zeros. */
export function plainUsd(pico: PicoUsd): string {
  const digits = (pico < 0n ? -pico : pico).toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '');
  return `${pico < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}${fraction && `.${fraction}`}`;
}

/** For lengths and heights only; never for a figure that is read. */
export function approximateUsd(pico: PicoUsd): number {
  return Number(pico) / 1e12;
}

/** A share as a number between 0 and 1, or `null` where there is no whole. */
export function shareOf(part: PicoUsd, whole: PicoUsd): number | null {
  return whole === 0n ? null : Number((part * 1_000_000n) / whole) / 1_000_000;
}
