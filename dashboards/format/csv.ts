import { plainFemtoUsd, plainUsd, type FemtoUsd, type PicoUsd } from './money.js';

const STARTS_FORMULA = /^[=+\-@\t\r]/;
const IS_NUMBER = /^-?\d+(\.\d+)?$/;

/** One field. Text that a spreadsheet would run as a formula is kept as text by an apostrophe; numbers stay numbers. */
function field(value: string): string {
  const safe = STARTS_FORMULA.test(value) && !IS_NUMBER.test(value) ? `'${value}` : value;
  return /[",\n\r;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An amount with all its digits; what is not known is left empty. */
export function usdField(usd: PicoUsd | null): string {
  return usd === null ? '' : plainUsd(usd);
}

export function femtoUsdField(usd: FemtoUsd | null): string {
  return usd === null ? '' : plainFemtoUsd(usd);
}

/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/** A name that is safe in every file system. */
export function fileName(...parts: readonly string[]): string {
  return `${parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^-+|-+$/g, '')}.csv`;
}
