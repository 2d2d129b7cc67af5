import type { Row } from '../../figures/rows.js';
import { words } from '../../words/words.js';
import { csvValue, type ColumnId } from './columns.js';

export interface CsvHead {
  readonly range: string;
  readonly timeZone: string;
  readonly priceBook: string;
  readonly completeUpTo: string;
  readonly filters: string;
  readonly compared: string;
  /** What opened rows are, where any is open. */
  readonly thenBy: string;
}

/** A line as it stands in the table: `depth` 1 is a row that another one opened into. */
export interface CsvLine {
  readonly row: Row;
  readonly depth: number;
}

/** Exactly what the table shows: its columns, its order, its open rows, headed by what the figures mean. */
export function costCsv(
  head: CsvHead,
  columns: readonly { id: ColumnId; title: string }[],
  total: Row,
  lines: readonly CsvLine[],
  unpriced: Row | null,
): string[][] {
  const w = words.costs.csv;
  const shown = columns.filter(({ id }) => id !== 'trend');
  const nested = lines.some(({ depth }) => depth > 0);
  const record = (row: Row, depth: number) =>
    shown.flatMap(({ id }) => {
      const value = csvValue(row, id);
      if (id !== 'name' || !nested) return [value];
      return depth === 0 ? [value, ''] : ['', value];
    });
  return [
    [w.title],
    [w.range, head.range],
    [w.zone, head.timeZone],
    [w.bucket, head.completeUpTo],
    [w.book, head.priceBook],
    [w.filters, head.filters],
    [w.compared, head.compared],
    [shown.some(({ id }) => id === 'effective') ? w.unitDiscounted : w.unit],
    [],
    shown.flatMap(({ id, title }) => (id === 'name' && nested ? [title, head.thenBy] : [title])),
    record(total, 0),
    ...lines.map(({ row, depth }) => record(row, depth)),
    ...(unpriced ? [record(unpriced, 0)] : []),
  ];
}
