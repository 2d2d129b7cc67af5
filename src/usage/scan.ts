import { DAY_MS } from './window.js';

/** A source whose every reading is billed for all there is, however short its window: what one is billed, and may be a day. */
export interface WholeScan {
  readonly bytes: number;
  readonly bytesPerDay: number;
}

/** A reading that was billed for all there was. */
export interface Scan {
  readonly at: number;
  readonly bytes: number;
}

/**
 * When such a source may be read next: as often as the ceiling of a day allows, evenly, and no 24 hours hold more, whoever
 * read in between. What is larger than the ceiling of a day is read once in as many days as it takes. The scans are those of
 * the past, in order of time.
 */
export function nextScanAt(scans: readonly Scan[], { bytes, bytesPerDay }: WholeScan): number {
  const last = scans.at(-1);
  if (last === undefined) return 0;
  if (bytes > bytesPerDay) return last.at + DAY_MS * Math.ceil(bytes / bytesPerDay);
  let at = last.at + Math.ceil(DAY_MS / Math.floor(bytesPerDay / bytes));
  for (const scan of scans) {
    const within = scans.filter((one) => one.at > at - DAY_MS).reduce((sum, one) => sum + one.bytes, 0);
    if (within + bytes <= bytesPerDay) break;
    at = Math.max(at, scan.at + DAY_MS);
  }
  return at;
}

/** Bytes as BigQuery's own screens give them: `12.3 GiB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? bytes : Number(amount.toPrecision(3))} ${['bytes', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
}
