import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { costsQuery } from '../../api/queries.js';
import type { Grouping } from '../../figures/dimensions.js';
import { openGroup } from '../../figures/groups.js';
import { labelOfValue } from '../../figures/labels.js';
import type { Figures } from '../../figures/measures.js';
import { rowId, rowsOf, type Row } from '../../figures/rows.js';
import { apiGroups, toCells } from '../../view/breakdown.js';
import type { View } from '../../view/view.js';

const NO_ROWS = (): readonly Row[] => [];

/** The rows that open rows show, asked for when the first one is opened. */
export function useOpenedRows(
  view: View,
  by: Grouping,
  then: Grouping | null,
  isAnyOpen: boolean,
  total: Figures | null,
): (key: string | null) => readonly Row[] {
  const groupBy = apiGroups(by, then);
  const wanted = then !== null && isAnyOpen;
  const now = useQuery(costsQuery(wanted ? { ...view.question, bucket: 'none', groupBy } : null));
  const before = useQuery(
    costsQuery(wanted && view.earlier && view.earlierIsRead ? { ...view.earlier, bucket: 'none', groupBy } : null),
  );
  return useMemo(() => {
    if (then === null || !now.data || !total) return NO_ROWS;
    const cells = toCells(now.data.rows, by, then);
    const earlierCells = before.data ? toCells(before.data.rows, by, then) : null;
    return (key: string | null) => {
      const earlier = earlierCells && new Map(openGroup(earlierCells, key).map((group) => [group.key, group.figures]));
      return rowsOf({
        groups: openGroup(cells, key),
        total,
        earlier,
        labelOf: (value) => labelOfValue(then, value),
        styleOf: () => null,
        rowsIn: () => [],
        prefix: `${rowId(key)}/`,
      });
    };
  }, [now.data, before.data, by, then, total]);
}
