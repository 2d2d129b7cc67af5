/** Exact sums of decimals that are kept as text, with as many digits as they were written with. */
export function addDecimals(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map(placesOf));
  const sum = decimals.reduce((total, decimal) => total + scaled(decimal, places), 0n);
  return textOfScaled(sum, places);
}

export function subtractDecimals(from: string, decimal: string): string {
  const places = Math.max(placesOf(from), placesOf(decimal));
  return textOfScaled(scaled(from, places) - scaled(decimal, places), places);
}

const placesOf = (decimal: string) => decimal.split('.')[1]?.length ?? 0;

/** A decimal as a whole number of its last place. */
function scaled(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A decimal text as a whole number of its `places`-th decimal, rounded half to even; `null` where it is none. Bills write
 * `3.3`, `.5`, `-0.0000001` and, where a double was printed, `1.5e-07`.
 */
export function scaledDecimal(text: string, places: number): bigint | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '') return null;
  const digits = BigInt(whole + fraction);
  const shift = places + Number(exponent) - fraction.length;
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedOff(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -size : size;
}

/** The other way: a plain decimal, no exponent, no trailing zeros. */
export function textOfScaled(value: bigint, places: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function roundedOff(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const twice = (value % unit) * 2n;
  return twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
