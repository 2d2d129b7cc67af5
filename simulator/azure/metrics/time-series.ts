import type { FoundryCall } from '../world/call.js';
import type { DimensionFilter } from './dimension-filter.js';
import { minuteOf } from './metered-calls.js';
import { dimensionOf, type MetricDefinition } from './metric-definitions.js';

export const AGGREGATIONS = ['Total', 'Count', 'Average', 'Minimum', 'Maximum'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Which values are asked for, and into which bins they go. */
export interface SeriesQuestion {
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly aggregations: readonly Aggregation[];
  readonly filter: DimensionFilter;
  /** Most series that are given. */
  readonly top: number;
}

interface Named {
  readonly value: string;
  readonly localizedValue: string;
}

interface TimeSeries {
  readonly metadatavalues: readonly { readonly name: Named; readonly value: string }[];
  readonly data: readonly Readonly<Record<string, number | string>>[];
}

function aggregate(values: readonly number[], aggregation: Aggregation): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (aggregation === 'Total') return total;
  if (aggregation === 'Count') return values.length;
  if (aggregation === 'Average') return total / values.length;
  return aggregation === 'Minimum' ? Math.min(...values) : Math.max(...values);
}

/**
 * The series of a metric, one for each combination of the dimensions that split it. Bins begin at the start of the question,
 * not of an hour, and a bin without a value has none.
 */
export function seriesOf(metric: MetricDefinition, calls: readonly FoundryCall[], asked: SeriesQuestion): TimeSeries[] {
  const { from, to, intervalMs, filter } = asked;
  const splits = filter.splitBy.filter((dimension) => metric.dimensions.includes(dimension));
  const groups = new Map<string, { readonly values: readonly string[]; readonly bins: Map<number, number[]> }>();
  if (splits.length === 0) groups.set('[]', { values: [], bins: new Map() });
  for (const call of calls) {
    const value = metric.valueOf(call);
    if (value === null || !filter.lets((dimension) => dimensionOf(call, dimension))) continue;
    const values = splits.map((dimension) => dimensionOf(call, dimension));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, bins: new Map<number, number[]>() };
    groups.set(key, group);
    const bin = Math.floor((minuteOf(call) - from) / intervalMs);
    group.bins.set(bin, [...(group.bins.get(bin) ?? []), value]);
  }
  const count = Math.ceil((to - from) / intervalMs);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, splits.length === 0 ? 1 : asked.top)
    .map(([, { values, bins }]) => ({
      // The answer has the names of dimensions in lower case, however they were asked for.
      metadatavalues: splits.map((dimension, at) => ({
        name: { value: dimension.toLowerCase(), localizedValue: dimension.toLowerCase() },
        value: values[at] ?? '',
      })),
      data: Array.from({ length: count }, (_, bin) => ({
        timeStamp: new Date(from + bin * intervalMs).toISOString().replace('.000Z', 'Z'),
        ...cells(bins.get(bin) ?? [], asked.aggregations),
      })),
    }));
}

function cells(values: readonly number[], aggregations: readonly Aggregation[]): Record<string, number> {
  if (values.length === 0) return {};
  return Object.fromEntries(aggregations.map((name) => [name.toLowerCase(), aggregate(values, name)]));
}
