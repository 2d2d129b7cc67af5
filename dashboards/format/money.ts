/** Dollars as whole pico-dollars (1e-12 USD), so that sums here are as exact as those of the service. */
export type PicoUsd = bigint;

/** Dollars as whole femto-dollars (1e-15 USD), to which the service rounds what is paid by the customer's own terms. */
export type FemtoUsd = bigint;
export const FEMTO_PER_PICO = 1_000n;

const PICO_PLACES = 12;
const FEMTO_PLACES = 15;
const SHAPE = /^(-?)(\d+)(?:\.(\d+))?$/;

function parse(text: string, places: number): bigint {
  const match = SHAPE.exec(text);
  const [, sign = '', whole = '0', fraction = ''] = match ?? [];
  if (!match || fraction.length > places) {
    throw new Error(`not a decimal amount of at most ${String(places)} places: "${text}"`);
  }
  const units = BigInt(whole + fraction.padEnd(places, '0'));
  return sign ? -units : units;
}

function plain(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction && `.${fraction}`}`;
}

/** Reads an exact decimal of the API. Anything else is a fault of the programme, so it throws. */
export function parseUsd(text: string): PicoUsd {
  return parse(text, PICO_PLACES);
}

export function usdOrNull(text: string | null): PicoUsd | null {
  return text === null ? null : parseUsd(text);
}

/** The inverse: no exponent, no trailing zeros. */
export function plainUsd(pico: PicoUsd): string {
  return plain(pico, PICO_PLACES);
}

/** Reads an amount after the customer's own terms, which has three places more. */
export function parseFemtoUsd(text: string): FemtoUsd {
  return parse(text, FEMTO_PLACES);
}

export function femtoUsdOrNull(text: string | null): FemtoUsd | null {
  return text === null ? null : parseFemtoUsd(text);
}

export function plainFemtoUsd(femto: FemtoUsd): string {
  return plain(femto, FEMTO_PLACES);
}

/** Claude Consumption Units are cents: an amount of them to thirteen places is whole femto-dollars. */
const UNIT_PLACES = 13;

export function unitsOrNull(text: string | null): FemtoUsd | null {
  return text === null ? null : parse(text, UNIT_PLACES);
}

/** An amount of femto-dollars in Claude Consumption Units. */
export function plainUnits(femto: FemtoUsd): string {
  return plain(femto, UNIT_PLACES);
}

/** For lengths and heights only; never for a figure that is read. */
export function approximateUsd(pico: PicoUsd): number {
  return Number(pico) / 1e12;
}

/** A share as a number between 0 and 1, or `null` where there is no whole. */
export function shareOf(part: PicoUsd, whole: PicoUsd): number | null {
  return whole === 0n ? null : Number((part * 1_000_000n) / whole) / 1_000_000;
}
