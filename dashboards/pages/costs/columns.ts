import { changeOf, type Row, type SortValue, nameInFull } from '../../figures/rows.js';
import { isDiscounted, type Figures } from '../../figures/measures.js';
import { approximateUsd, plainFemtoUsd, plainUnits, plainUsd } from '../../format/money.js';

/** The columns of the table of costs, in order. */
export const COLUMNS = [
  'name',
  'cost',
  'effective',
  'units',
  'share',
  'change',
  'changePercent',
  'premium',
  'saving',
  'requests',
  'tokens',
  'trend',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

/** Columns that are hidden until somebody asks for them: what is paid is one where it is the list price everywhere, units where nothing is billed in them. */
export function hiddenAtFirst(shown: readonly Figures[]): readonly ColumnId[] {
  return [
    ...(shown.some(isDiscounted) ? [] : (['effective'] as const)),
    ...(shown.some(({ inUnits }) => inUnits !== null) ? [] : (['units'] as const)),
    'saving',
  ];
}

export function isColumn(text: string): text is ColumnId {
  return COLUMNS.some((column) => column === text);
}

/** The relative change; infinite for what is new, so that it sorts above every other rise. */
export function relativeChange(row: Row): number | null {
  const change = changeOf(row);
  const before = row.before?.costUsd;
  if (change === null || before === null || before === undefined) return null;
  if (before === 0n) return change === 0n ? 0 : Number.POSITIVE_INFINITY;
  return approximateUsd(change) / approximateUsd(before);
}

/** What a column sorts by. */
export function sortValue(row: Row, column: ColumnId): SortValue {
  switch (column) {
    case 'name':
      return row.label;
    case 'cost':
    case 'trend':
      return row.figures.costUsd;
    case 'effective':
      return row.figures.effectiveUsd;
    case 'units':
      return row.figures.inUnits;
    case 'share':
      return row.share;
    case 'change':
      return changeOf(row);
    case 'changePercent':
      return relativeChange(row);
    case 'premium':
      return row.figures.premiumUsd;
    case 'saving':
      return row.figures.cacheSavingUsd;
    case 'requests':
      return row.figures.requests;
    case 'tokens':
  }
  return row.figures.tokens;
}

function plain(pico: bigint | null): string {
  return pico === null ? '' : plainUsd(pico);
}

/** What a column is in a file: exact, without separators or signs; empty where it is not known. */
export function csvValue(row: Row, column: ColumnId): string {
  switch (column) {
    case 'name':
      return nameInFull(row);
    case 'cost':
      return plain(row.figures.costUsd);
    case 'effective':
      return row.figures.effectiveUsd === null ? '' : plainFemtoUsd(row.figures.effectiveUsd);
    case 'units':
      return row.figures.inUnits === null ? '' : plainUnits(row.figures.inUnits);
    case 'share':
      return row.share === null ? '' : String(row.share);
    case 'change':
      return plain(changeOf(row));
    case 'changePercent': {
      const change = relativeChange(row);
      return change === null || !Number.isFinite(change) ? '' : change.toFixed(4);
    }
    case 'premium':
      return plain(row.figures.premiumUsd);
    case 'saving':
      return plain(row.figures.cacheSavingUsd);
    case 'requests':
      return row.figures.requests === null ? '' : String(row.figures.requests);
    case 'tokens':
      return String(row.figures.tokens);
    case 'trend':
  }
  return '';
}
