import { parseInstant } from '../../usage/instant.js';

const EARLIEST = Date.UTC(2023, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * A TIMESTAMP of BigQuery in milliseconds, fractions included, in any form that its interfaces give: ISO 8601, `2026-11-01
 * 06:00:00.123456 UTC` (exports), seconds with a fraction (REST), or microseconds (REST with `useInt64Timestamp`). `null`
 * where it is none, or of a time when there was no Claude.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/DataFormatOptions
 */
export function readTimestamp(value: unknown): number | null {
  const at = typeof value === 'string' ? ofText(value.trim()) : typeof value === 'number' ? ofNumber(value) : null;
  return at !== null && at >= EARLIEST && at < LATEST ? at : null;
}

function ofText(text: string): number | null {
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return ofNumber(Number(text));
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/ ?(?:UTC|\+00(?::00)?)$/, 'Z');
  const whole = parseInstant(iso);
  if (whole === null) return null;
  const fraction = /\.(\d{4,9})/.exec(iso)?.[1];
  return fraction === undefined ? whole : whole + Number(`0.${fraction.slice(3)}`);
}

/** Seconds of this century have ten digits, microseconds sixteen. */
function ofNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return value >= 1e14 ? value / 1_000 : value * 1_000;
}
