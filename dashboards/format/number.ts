import { words } from '../words/words.js';
import { FEMTO_PER_PICO, parseUsd, plainFemtoUsd, plainUnits, plainUsd, type FemtoUsd, type PicoUsd } from './money.js';

const locale = words.locale.numbers;
const usd = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat(locale, usd);
const signedCents = new Intl.NumberFormat(locale, { ...usd, signDisplay: 'exceptZero' });
const dollars = new Intl.NumberFormat(locale, { ...usd, maximumFractionDigits: 0 });
const signedExact = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 15,
  signDisplay: 'exceptZero',
});
const exact = new Intl.NumberFormat(locale, { ...usd, minimumFractionDigits: 2, maximumFractionDigits: 15 });
const bare = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 12 });
const fine = new Intl.NumberFormat(locale, { minimumFractionDigits: 6, maximumFractionDigits: 6 });
const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const thousandths = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const axisUsd = new Intl.NumberFormat(locale, {
  ...usd,
  notation: 'compact',
  minimumFractionDigits: 0,
  maximumSignificantDigits: 3,
});
const axisPlain = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** Intl takes decimals as text and rounds them exactly; through a double the last digits would be wrong. */
function decimal(text: string): `${number}` | 'Infinity' {
  return isDecimal(text) ? text : 'Infinity';
}

/** Half a cent, in pico-dollars. */
const HALF_CENT = 5_000_000_000n;

function inCents(text: string, isTiny: boolean): string {
  return isTiny ? `< ${cents.format(0.01)}` : cents.format(decimal(text));
}

/** A difference in dollars and cents; one too small for a cent is given with all its digits. */
export function formatSignedFemtoUsd(femto: FemtoUsd): string {
  const size = femto < 0n ? -femto : femto;
  const text = plainFemtoUsd(femto);
  return size > 0n && size < HALF_CENT * FEMTO_PER_PICO
    ? formatSignedExact(text)
    : signedCents.format(decimal(text)).replace('-', '−');
}

/** Dollars and cents; a cost too small for a cent is said to be so, never shown as zero. */
export function formatUsd(pico: PicoUsd): string {
  return inCents(plainUsd(pico), pico > 0n && pico < HALF_CENT);
}

/** The same for what is paid by the customer's own terms. */
export function formatFemtoUsd(femto: FemtoUsd): string {
  return inCents(plainFemtoUsd(femto), femto > 0n && femto < HALF_CENT * FEMTO_PER_PICO);
}

/** Half a hundredth of a unit, in femto-dollars. */
const HALF_HUNDREDTH_UNIT = 50_000_000_000n;

/** Claude Consumption Units, to the hundredth; what is too small for one is said to be so. */
export function formatUnits(femto: FemtoUsd): string {
  const isTiny = femto > 0n && femto < HALF_HUNDREDTH_UNIT;
  return isTiny ? `< ${hundredths.format(0.01)}` : hundredths.format(decimal(plainUnits(femto)));
}

export function formatSignedUsd(pico: PicoUsd): string {
  return signedCents.format(decimal(plainUsd(pico))).replace('-', '−');
}

/** Whole dollars, for cards; small amounts keep their cents. */
export function formatRoundUsd(pico: PicoUsd): string {
  const size = pico < 0n ? -pico : pico;
  return size >= 1_000n * 1_000_000_000_000n ? dollars.format(decimal(plainUsd(pico))) : formatUsd(pico);
}

/** Every digit of an amount, with the currency's sign. */
export function formatExactUsd(text: string): string {
  return exact.format(decimal(text));
}

/** Every digit of a decimal, without a sign. */
export function formatExact(text: string): string {
  return bare.format(decimal(text));
}

/** Every digit of a difference, with the sign of its direction. */
export function formatSignedExact(text: string): string {
  return signedExact.format(decimal(text)).replace('-', '−');
}

/** A decimal of dollars as the API has it, in cents, however many digits it has. */
export function formatCents(text: string): string {
  return cents.format(decimal(text));
}

/** A difference of dollars in cents, with the sign of its direction. */
export function formatSignedCents(text: string): string {
  return signedCents.format(decimal(text)).replace('-', '−');
}

/** An amount of another currency, named by its code so that it cannot be taken for dollars. */
export function formatCurrency(text: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(decimal(text));
}

/** The amount of one request in a list, in a column that names the currency: to the millionth. */
export function formatFineUsd(text: string): string {
  const pico = parseUsd(text);
  return pico > 0n && pico < 500_000n ? `< ${fine.format(0.000001)}` : fine.format(decimal(text));
}

export function formatWhole(count: number): string {
  return whole.format(count);
}

/** A quantity given as text by the API, with its separators. */
export function formatQuantity(text: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 12 }).format(decimal(text));
}

/** A count a minute: whole where it is large, with a decimal where it is not; what is less than a tenth is said to be so. */
export function formatRate(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return whole.format(value);
  return value > 0 && value < 0.05 ? `< ${tenths.format(0.1)}` : tenths.format(value);
}

/** A small measure to three places. */
export function formatFine(value: number): string {
  return thousandths.format(value);
}

/** The same with two places, where all of them stand beside it. */
export function formatHundredths(text: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(decimal(text));
}

export function formatCompact(count: number): string {
  return Math.abs(count) < 10_000 ? whole.format(count) : compact.format(count);
}

/** A share; never 0 for what is not nothing. */
export function formatPercent(share: number): string {
  return share > 0 && share < 0.0005 ? `< ${percent.format(0.001)}` : percent.format(share);
}

export function formatAxis(value: number, money: boolean): string {
  return money ? axisUsd.format(value) : axisPlain.format(value);
}

/** "351 MB", in steps of a thousand. */
export function formatBytes(count: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const unit = BYTE_UNITS[step] ?? 'byte';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(
    count / 1000 ** step,
  );
}
