import { COUNTED, type UnmeteredRow } from '../store/questions/unmetered-by-day.js';
import type { UnmeteredAnswer } from './answers/unmetered.js';
import { groupedBy } from '../usage/grouped-by.js';

/** Rows with what was carried, and their sums by what is counted: units are never added up across. */
export function shapeUnmetered(rows: readonly UnmeteredRow[]): Pick<UnmeteredAnswer, 'totals' | 'rows'> {
  const byCounted = groupedBy(rows, ({ counted }) => counted);
  const totals = COUNTED.flatMap((counted) => {
    const own = byCounted.get(counted);
    if (own === undefined) return [];
    const below = own.reduce((sum, row) => sum + row.below, 0);
    const owed = own.reduce((sum, row) => sum + row.owed, 0);
    return [{ counted, below, carried: below - owed, owed }];
  });
  return { totals, rows: rows.map((row) => ({ ...row, carried: row.below - row.owed })) };
}
