import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Grouping } from '../../figures/dimensions.js';
import { narrowTo } from '../../figures/filters.js';
import { filterInWords, labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { NO_FIGURES, type Figures } from '../../figures/measures.js';
import { styleIn } from '../../figures/picture.js';
import { rowsOf } from '../../figures/rows.js';
import { CsvButton } from '../../components/csv-button.js';
import { fileName } from '../../format/csv.js';
import { formatDays, formatMoment, formatRange } from '../../format/date.js';
import { localDateOf } from '../../format/zone.js';
import type { Bucket } from '../../range/buckets.js';
import type { Measure } from '../../search-params.js';
import type { Breakdown } from '../../view/breakdown.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { ColumnMenu } from './column-menu.js';
import { COLUMNS, hiddenAtFirst, isColumn, type ColumnId } from './columns.js';
import { costCsv } from './cost-csv.js';
import { CostTable } from './cost-table.js';
import { useOpenedRows } from './opened-rows.js';
import { footOf, unpricedOf, useTotal } from './total-row.js';
import { useCostTable } from './use-cost-table.js';

const w = words.costs.table;
const NOTHING: readonly string[] = [];
/** What is known of a call only once its logs are joined. */
const CALLERS: ReadonlySet<Grouping> = new Set(['team', 'person', 'client']);

interface TableCardProps {
  readonly view: View;
  readonly by: Grouping;
  readonly then: Grouping | null;
  readonly measure: Measure;
  readonly bucket: Bucket;
  readonly breakdown: Breakdown;
}

/** The table under the chart, its columns and its file. */
export function TableCard({ view, by, then, measure, bucket, breakdown }: TableCardProps) {
  const search = useSearch({ from: '/costs' });
  const setSearch = useSetSearch();
  const carried = useCommonSearch();
  const navigate = useNavigate();
  const { picture, totals, earlierTotals, earlierGroups, groups, joinsDueAt } = breakdown;
  const sort =
    search.sort && isColumn(search.sort.replace(/^-/, '')) ? search.sort : measure === 'cost' ? '-cost' : `-${measure}`;
  const open = search.open ?? NOTHING;
  const hidden = useHidden(search.hide, view, by, groups);
  const rowsIn = useOpenedRows(view, by, then, open.length > 0, totals);
  const rows = useMemo(
    () =>
      rowsOf({
        groups,
        total: totals ?? NO_FIGURES,
        earlier: earlierGroups,
        labelOf: (key) => labelOfValue(by, key),
        styleOf: (key) => (picture ? styleIn(picture, key) : null),
        rowsIn,
      }),
    [groups, totals, earlierGroups, picture, by, rowsIn],
  );
  const total = useTotal(breakdown);
  const table = useCostTable({ rows, sort, hidden, open });
  if (!picture || !total) return null;
  const { compared, timeZone } = view;
  const earlier =
    compared && formatDays(localDateOf(compared.fromMs, timeZone), localDateOf(compared.toMs - 1, timeZone), false);
  const titles = titlesOf(by, bucket, earlier);
  const saved = () => {
    const head = {
      range: formatRange(view.range, timeZone),
      timeZone,
      priceBook: breakdown.priceBook ?? '',
      completeUpTo: breakdown.completeUpTo ?? words.figures.notKnown,
      filters: view.filter.length > 0 ? view.filter.map(filterInWords).join('; ') : words.costs.csv.none,
      thenBy: then === null ? '' : labelOfDimension(then),
      compared: earlierTotals && compared ? formatRange(compared, timeZone) : words.costs.csv.none,
    };
    const columns = table.visible.map((id) => ({ id, title: id === 'change' ? w.change(earlier ?? '') : titles[id] }));
    const { range, filters, thenBy } = head;
    return {
      what: 'costs',
      filters: { range, timeZone, filters, by, thenBy, compared: head.compared },
      rows: table.lines.length,
      file: fileName('ledgerline-costs', by, view.range.from, view.range.to),
      lines: costCsv(head, columns, total, table.lines, unpricedOf(total)),
    };
  };
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.by(labelOfDimension(by).toLowerCase())}</h2>
        <span className="faint small">{w.note(breakdown.priceBook ?? '')}</span>
        <span className="push">
          <ColumnMenu
            columns={COLUMNS.filter((id) => id !== 'name')}
            titles={titles}
            hidden={hidden}
            onChange={(hide) => {
              setSearch({ hide: hide.length > 0 ? hide : ['none'] }, 'replace');
            }}
          />
          <CsvButton make={saved} />
        </span>
      </header>
      <CostTable
        caption={w.by(labelOfDimension(by).toLowerCase())}
        titles={titles}
        visible={table.visible}
        lines={table.lines}
        total={total}
        sort={sort}
        canOpen={then !== null}
        context={{ measure, buckets: picture.buckets, partial: picture.partial }}
        dim={breakdown.isStale}
        onSort={(column) => {
          setSearch(
            { sort: sort === `-${column}` ? column : sort === column || column !== 'name' ? `-${column}` : column },
            'replace',
          );
        }}
        onOpen={(row) => {
          const now = open.includes(row.id) ? open.filter((id) => id !== row.id) : [...open, row.id];
          setSearch({ open: now.length > 0 ? now : undefined }, 'replace');
        }}
        onNarrow={
          by === 'tokenClass'
            ? null
            : (row) => {
                setSearch({ filter: narrowTo(view.filter, by, row.key) });
              }
        }
        onRequests={(row) => {
          if (by === 'tokenClass') return;
          void navigate({
            to: '/requests',
            search: { ...carried, filter: narrowTo(view.filter, by, row.key), sort: 'cost' },
          });
        }}
      />
      <p className="foot">
        {footOf(by, total)}
        {joinsDueAt !== null && CALLERS.has(by) && ` ${w.footNotJoined(formatMoment(joinsDueAt, view.timeZone))}`}
      </p>
    </section>
  );
}

function useHidden(
  chosen: readonly string[] | undefined,
  view: View,
  by: Grouping,
  groups: readonly { figures: Figures }[],
): readonly ColumnId[] {
  return useMemo(() => {
    const hidden = (chosen ?? hiddenAtFirst(groups.map(({ figures }) => figures))).filter(isColumn);
    const senseless: ColumnId[] = by === 'tokenClass' ? ['effective', 'units', 'requests', 'premium', 'saving'] : [];
    return [...new Set([...hidden, ...senseless, ...(view.compared ? [] : (['change', 'changePercent'] as const))])];
  }, [chosen, view.compared, by, groups]);
}

function titlesOf(by: Grouping, bucket: Bucket, earlier: string | null): Record<ColumnId, string> {
  return {
    name: labelOfDimension(by),
    cost: w.cost,
    effective: w.effective,
    units: w.units,
    share: w.share,
    change: w.change(earlier ?? ''),
    changePercent: w.changePercent,
    premium: w.premium,
    saving: w.saving,
    requests: w.requests,
    tokens: w.tokens,
    trend: w.trend[bucket],
  };
}
