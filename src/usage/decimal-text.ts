/** Exact sums of decimals that are kept as text, with as many digits as they were written with. */
export function addDecimals(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map(placesOf));
  return written(
    decimals.reduce((sum, decimal) => sum + scaled(decimal, places), 0n),
    places,
  );
}

export function subtractDecimals(from: string, decimal: string): string {
  const places = Math.max(placesOf(from), placesOf(decimal));
  return written(scaled(from, places) - scaled(decimal, places), places);
}

const placesOf = (decimal: string) => decimal.split('.')[1]?.length ?? 0;

/** A decimal as a whole number of its last place. */
function scaled(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

function written(value: bigint, places: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  return `${sign}${digits.slice(0, cut)}${fraction === '' ? '' : `.${fraction}`}`;
}
