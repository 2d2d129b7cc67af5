import { z } from 'zod';
import type { MeteredMetric } from '../../usage/metered.js';
import { HOUR_MS, type Window } from '../../usage/window.js';

/** Metrics of publisher models. https://cloud.google.com/monitoring/api/metrics_gcp_a_b#gcp-aiplatform */
const PREFIX = 'aiplatform.googleapis.com/publisher/online_serving';
export const TOKEN_COUNT = `${PREFIX}/token_count`;
export const INVOCATION_COUNT = `${PREFIX}/model_invocation_count`;

/** Types of tokens as they are metered of Claude; writes to the cache come by lifetime. */
const TOKEN_TYPES = new Map<string, readonly MeteredMetric[]>([
  ['input', ['inputTokens']],
  ['output', ['outputTokens']],
  ['cache_read_input', ['cacheReadTokens']],
  ['cache_write_input', ['cacheWrite5mTokens', 'cacheWriteTokens']],
  ['cache_write_1h_input', ['cacheWrite1hTokens', 'cacheWriteTokens']],
]);

/** What a point counted, in our words. */
export interface SeriesCount {
  readonly modelId: string;
  readonly metric: MeteredMetric;
  readonly startsAt: number;
  readonly value: bigint;
}

/** The question for whole hours of a metric of Claude's models in a location. Capacity that is paid for is counted too. */
export function hoursQuery(metric: string, location: string, { from, to }: Window): URLSearchParams {
  return new URLSearchParams([
    ['filter', `${claudeFilter(metric)} AND resource.labels.location = "${location}"`],
    ...intervalOf({ from, to }),
    ['aggregation.alignmentPeriod', `${HOUR_MS / 1_000}s`],
    ['aggregation.perSeriesAligner', 'ALIGN_DELTA'],
    ['aggregation.crossSeriesReducer', 'REDUCE_SUM'],
    ['aggregation.groupByFields', 'resource.label.model_user_id'],
    ['aggregation.groupByFields', 'resource.label.model_version_id'],
    ['aggregation.groupByFields', `metric.label.${metric === TOKEN_COUNT ? 'type' : 'response_code'}`],
    ['pageSize', '100000'],
  ]);
}

/** The question for the places where Claude was called: series without their points, which cost nothing to speak of. */
export function placesQuery(window: Window): URLSearchParams {
  return new URLSearchParams([
    ['filter', claudeFilter(TOKEN_COUNT)],
    ...intervalOf(window),
    ['view', 'HEADERS'],
    ['pageSize', '100000'],
  ]);
}

function claudeFilter(metric: string): string {
  return `metric.type = "${metric}" AND resource.labels.publisher = "anthropic"`;
}

function intervalOf({ from, to }: Window): [string, string][] {
  return [
    ['interval.startTime', new Date(from).toISOString()],
    ['interval.endTime', new Date(to).toISOString()],
  ];
}

const labels = z.record(z.string(), z.string()).default({});
const seriesSchema = z.looseObject({
  metric: z.looseObject({ labels }),
  resource: z.looseObject({ labels }),
  points: z
    .array(
      z.looseObject({
        interval: z.looseObject({ endTime: z.iso.datetime() }),
        value: z.looseObject({ int64Value: z.string().regex(/^\d+$/) }),
      }),
    )
    .default([]),
});
export const seriesPageSchema = z.looseObject({
  timeSeries: z.array(seriesSchema).default([]),
  nextPageToken: z.string().optional(),
});
type Series = z.output<typeof seriesSchema>;

export function locationsOf(series: readonly Series[]): string[] {
  const locations = series.flatMap(({ resource }) => resource.labels['location'] ?? []);
  return [...new Set(locations)].toSorted();
}

/** Points as counts by the hour in which they begin; series that mean the same are added up. */
export function countsOf(series: readonly Series[]): SeriesCount[] {
  const counts = new Map<string, SeriesCount>();
  for (const { metric, resource, points } of series) {
    const { model_user_id: model, model_version_id: version } = resource.labels;
    if (model === undefined) continue;
    const hasVersion = version !== undefined && version !== '' && version !== 'default' && !model.includes('@');
    const modelId = hasVersion ? `${model}@${version}` : model;
    for (const { interval, value } of points) {
      // An aligned point counts the period that ends with it.
      const startsAt = Date.parse(interval.endTime) - HOUR_MS;
      for (const name of metricsOf(metric.labels)) {
        const key = `${modelId}\n${name}\n${startsAt}`;
        const before = counts.get(key)?.value ?? 0n;
        counts.set(key, { modelId, metric: name, startsAt, value: before + BigInt(value.int64Value) });
      }
    }
  }
  return [...counts.values()];
}

/** What a series of tokens or of calls counts. A type or a status that is new counts nothing that is known. */
function metricsOf({ type, response_code: status }: Readonly<Record<string, string>>): readonly MeteredMetric[] {
  if (type !== undefined) return TOKEN_TYPES.get(type) ?? [];
  if (status === undefined || /^(?:2\d\d|0|OK)$/.test(status)) return ['requests'];
  if (/^(?:429|8|RESOURCE_EXHAUSTED)$/.test(status)) return ['throttles'];
  return /^5\d\d$/.test(status) ? ['serverErrors'] : ['clientErrors'];
}
