import { shareOf, type PicoUsd } from '../format/money.js';
import type { Group } from './groups.js';
import { NO_FIGURES, type Figures } from './measures.js';
import type { SeriesStyle } from './picture.js';

/** One line of the table of costs. */
export interface Row {
  readonly id: string;
  readonly key: string | null;
  readonly label: string;
  readonly style: SeriesStyle | null;
  readonly figures: Figures;
  readonly share: number | null;
  /** The earlier range: `undefined` when nothing is compared, zero figures when there was nothing then. */
  readonly before: Figures | undefined;
  readonly byBucket: ReadonlyMap<string, Figures>;
  readonly rows: readonly Row[];
}

interface RowParts {
  readonly groups: readonly Group[];
  readonly total: Figures;
  readonly earlier: ReadonlyMap<string | null, Figures> | null;
  readonly labelOf: (key: string | null) => string;
  readonly styleOf: (key: string | null) => SeriesStyle | null;
  readonly rowsIn: (key: string | null) => readonly Row[];
  readonly prefix?: string;
}

/** The label with nothing left out: accounts of Azure are labelled by the name in which their ids end. */
export function nameInFull({ key, label }: Pick<Row, 'key' | 'label'>): string {
  return key?.endsWith(`/${label}`) === true ? key : label;
}

/** The name of a row in the address: the value, told apart from "none". */
export function rowId(key: string | null): string {
  return key === null ? '-' : `=${key}`;
}

export function rowsOf({ groups, total, earlier, labelOf, styleOf, rowsIn, prefix = '' }: RowParts): Row[] {
  return groups.map(({ key, figures, byBucket }) => ({
    id: prefix + rowId(key),
    key,
    label: labelOf(key),
    style: styleOf(key),
    figures,
    share: figures.costUsd === null || total.costUsd === null ? null : shareOf(figures.costUsd, total.costUsd),
    before: earlier ? (earlier.get(key) ?? NO_FIGURES) : undefined,
    byBucket,
    rows: rowsIn(key),
  }));
}

/** The change in dollars; `null` when nothing is compared or either cost is not known. */
export function changeOf(row: Pick<Row, 'figures' | 'before'>): PicoUsd | null {
  if (row.before === undefined || row.before.costUsd === null || row.figures.costUsd === null) return null;
  return row.figures.costUsd - row.before.costUsd;
}

/** Orders what may be unknown: the unknown is smallest, so that it comes last when the largest is first. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  return a < b ? -1 : 1;
}

export type SortValue = string | number | bigint | null;
