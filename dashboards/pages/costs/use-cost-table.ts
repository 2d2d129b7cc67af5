import {
  columnVisibilityFeature,
  createColumnHelper,
  createExpandedRowModel,
  createSortedRowModel,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { compareValues, type Row, type SortValue } from '../../figures/rows.js';
import { COLUMNS, isColumn, sortValue, type ColumnId } from './columns.js';

const features = tableFeatures({
  rowSortingFeature,
  rowExpandingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
  expandedRowModel: createExpandedRowModel(),
});
const helper = createColumnHelper<typeof features, Row>();
const columns = helper.columns(
  COLUMNS.map((id) =>
    helper.accessor((row): SortValue => sortValue(row, id), {
      id,
      enableHiding: id !== 'name',
      enableSorting: id !== 'trend',
      sortDescFirst: id !== 'name',
      sortFn: (a, b) => compareValues(sortValue(a.original, id), sortValue(b.original, id)),
    }),
  ),
);

interface TableState {
  readonly rows: Row[];
  /** Column with `-` in front for descending. */
  readonly sort: string;
  readonly hidden: readonly string[];
  readonly open: readonly string[];
}

/** Order, visible columns and open rows, all taken from the address. */
export function useCostTable({ rows, sort, hidden, open }: TableState) {
  const state = useMemo(
    () => ({
      sorting: [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }],
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
      expanded: Object.fromEntries(open.map((id) => [id, true])),
    }),
    [sort, hidden, open],
  );
  const table = useTable({
    features,
    columns,
    data: rows,
    state,
    getRowId: (row) => row.id,
    getSubRows: (row) => [...row.rows],
    enableSortingRemoval: false,
    autoResetExpanded: false,
  });
  const visible = table
    .getVisibleLeafColumns()
    .flatMap((column): ColumnId[] => (isColumn(column.id) ? [column.id] : []));
  const lines = table
    .getRowModel()
    .rows.map((line) => ({ row: line.original, depth: line.depth, isOpen: line.getIsExpanded() }));
  return { visible, lines };
}
