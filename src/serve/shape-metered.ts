import type { MeterProgress } from '../store/questions/meter-progress.js';
import type { DeliveryRow, LoggedRow, MeteredDimension, MeteredRow } from '../store/questions/metered-usage.js';
import type { MeteredMetric } from '../usage/metered.js';
import { meteredKey } from '../usage/metered-key.js';
import type { LoggedCounts, MeteredAnswer, MeteredAnswerRow, MeteredCounts } from './answers/metered.js';

const COUNTS = ['requests', 'inputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'outputTokens'] as const;
const NOTHING: LoggedCounts = {
  requests: 0,
  failedRequests: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
};

/** Both sides of one bucket and group, while they are added up. */
interface Pair {
  readonly bucket: string | null;
  readonly group: Readonly<Record<string, string | null>>;
  logged: LoggedCounts;
  /** Null until an hour with a meter is met. */
  compared: LoggedCounts | null;
  metered: Partial<Record<string, number>> | null;
}

/** Logged and metered rows put beside each other, with one spelling for the models of both, the largest first. */
export function pairMetered(
  logged: readonly LoggedRow[],
  metered: readonly MeteredRow[],
  groupBy: readonly MeteredDimension[],
): { readonly totals: MeteredAnswer['totals']; readonly rows: MeteredAnswerRow[] } {
  const pairs = new Map<string, Pair>();
  const total: Pair = { bucket: null, group: {}, logged: NOTHING, compared: null, metered: null };
  const pairsOf = (row: LoggedRow | MeteredRow): Pair[] => {
    const values = groupBy.map((dimension) => {
      const value = row[dimension];
      return dimension === 'modelId' && value !== null ? meteredKey(value) : value;
    });
    const key = [row.bucket, ...values].join('\n');
    const group = Object.fromEntries(groupBy.map((dimension, index) => [dimension, values[index] ?? null]));
    const pair = pairs.get(key) ?? { bucket: row.bucket, group, logged: NOTHING, compared: null, metered: null };
    pairs.set(key, pair);
    return [pair, total];
  };
  for (const row of logged) {
    for (const pair of pairsOf(row)) {
      pair.logged = plus(pair.logged, row);
      if (row.isMetered) pair.compared = plus(pair.compared ?? NOTHING, row);
    }
  }
  for (const row of metered) {
    for (const pair of pairsOf(row)) {
      pair.metered = { ...pair.metered, [row.metric]: (pair.metered?.[row.metric] ?? 0) + row.value };
    }
  }
  const rows = [...pairs.values()].map((pair) => ({ bucket: pair.bucket, group: pair.group, ...figuresOf(pair) }));
  return { totals: figuresOf(total), rows: rows.toSorted(byBucketAndSize) };
}

/** In hours that have been read, no bin is a zero; where none has been read, nothing is known. */
function figuresOf({ logged, compared, metered }: Pair): MeteredAnswer['totals'] {
  if (compared === null && metered === null) {
    const unknown = { metered: null, compared: null, difference: null };
    return { logged, ...unknown, throttles: null, clientErrors: null, serverErrors: null };
  }
  const of = (metric: MeteredMetric) => metered?.[metric] ?? 0;
  const counted = combined((count) => of(count));
  const beside = compared ?? NOTHING;
  return {
    logged,
    metered: counted,
    compared: beside,
    difference: combined((count) => counted[count] - beside[count]),
    throttles: of('throttles'),
    clientErrors: of('clientErrors'),
    serverErrors: of('serverErrors'),
  };
}

export function shapeMeter({
  state,
  detail,
  from,
  to,
  lastSuccessAt,
  ...place
}: MeterProgress): MeteredAnswer['meters'][number] {
  return {
    ...place,
    state,
    words: detail,
    meteredFrom: from?.toISOString() ?? null,
    meteredTo: to?.toISOString() ?? null,
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
  };
}

export function shapeDeliveries(rows: readonly DeliveryRow[]): MeteredAnswer['logDelivery'] {
  const places = new Map<string, { accountId: string; region: string; of: Map<string, number> }>();
  for (const { accountId, region, metric, value } of rows) {
    const key = `${accountId}/${region}`;
    const place = places.get(key) ?? { accountId, region, of: new Map<string, number>() };
    places.set(key, place);
    place.of.set(metric, value);
  }
  return [...places.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { accountId, region, of }]) => {
      const pair = (delivered: MeteredMetric, failed: MeteredMetric) => ({
        delivered: of.get(delivered) ?? 0,
        failed: of.get(failed) ?? 0,
      });
      return {
        accountId,
        region,
        cloudWatch: pair('logsDelivered', 'logsFailed'),
        storage: pair('logsToStorageDelivered', 'logsToStorageFailed'),
        largeBodies: pair('largeBodiesDelivered', 'largeBodiesFailed'),
      };
    });
}

function combined(of: (count: keyof MeteredCounts) => number): MeteredCounts {
  const [requests, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens] = COUNTS.map(of);
  return {
    requests: requests ?? 0,
    inputTokens: inputTokens ?? 0,
    cacheReadTokens: cacheReadTokens ?? 0,
    cacheWriteTokens: cacheWriteTokens ?? 0,
    outputTokens: outputTokens ?? 0,
  };
}

const plus = (a: LoggedCounts, b: LoggedCounts): LoggedCounts => ({
  ...combined((count) => a[count] + b[count]),
  failedRequests: a.failedRequests + b.failedRequests,
});

function byBucketAndSize(a: MeteredAnswerRow, b: MeteredAnswerRow): number {
  const [first, second] = [a.bucket ?? '', b.bucket ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  return sizeOf(b) - sizeOf(a) || (groupKey(a) < groupKey(b) ? -1 : 1);
}

const sizeOf = ({ logged, metered }: MeteredAnswerRow) => Math.max(logged.requests, metered?.requests ?? 0);
const groupKey = ({ group }: MeteredAnswerRow) => Object.values(group).join('\n');
