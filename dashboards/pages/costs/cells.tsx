import { changeOf, type Row } from '../../figures/rows.js';
import { sizeOf } from '../../figures/groups.js';
import type { Figures } from '../../figures/measures.js';
import { Change } from '../../components/change.js';
import { Spark } from '../../components/spark.js';
import { approximateUsd } from '../../format/money.js';
import {
  formatCompact,
  formatFemtoUsd,
  formatPercent,
  formatSignedUsd,
  formatUnits,
  formatUsd,
  formatWhole,
} from '../../format/number.js';
import type { Measure } from '../../search-params.js';
import { words } from '../../words/words.js';
import type { ColumnId } from './columns.js';

const { none, notKnown } = words.figures;

export interface CellContext {
  readonly measure: Measure;
  readonly buckets: readonly string[];
  readonly partial: readonly boolean[];
}

/** What one column shows of a row, the name apart. */
export function FigureCell({
  row,
  column,
  context,
}: {
  row: Row;
  column: Exclude<ColumnId, 'name'>;
  context: CellContext;
}) {
  const { figures } = row;
  switch (column) {
    case 'effective':
      if (figures.costUsd === null) break;
      return figures.effectiveUsd === null ? none : formatFemtoUsd(figures.effectiveUsd);
    case 'units':
      return figures.inUnits === null ? none : formatUnits(figures.inUnits);
    case 'share':
      return row.share === null ? none : formatPercent(row.share);
    case 'change': {
      const change = changeOf(row);
      return change === null ? none : formatSignedUsd(change);
    }
    case 'changePercent':
      return row.before?.costUsd == null || figures.costUsd === null ? (
        none
      ) : (
        <Change now={approximateUsd(figures.costUsd)} before={approximateUsd(row.before.costUsd)} />
      );
    case 'premium':
      return money(figures.premiumUsd);
    case 'saving':
      return money(figures.cacheSavingUsd);
    case 'requests':
      return figures.requests === null ? none : formatWhole(figures.requests);
    case 'tokens':
      return <span title={formatWhole(figures.tokens)}>{formatCompact(figures.tokens)}</span>;
    case 'trend': {
      const sizes = context.buckets.map((bucket) => sizeIn(row.byBucket.get(bucket), context.measure));
      return <Spark buckets={context.buckets} sizes={sizes} partial={context.partial} />;
    }
    case 'cost':
  }
  return figures.costUsd === null ? <span className="quiet">{notKnown}</span> : formatUsd(figures.costUsd);
}

function money(pico: bigint | null): string {
  return pico === null ? none : formatUsd(pico);
}

function sizeIn(figures: Figures | undefined, measure: Measure): number {
  return figures ? sizeOf(figures, measure) : 0;
}
