import { openToken, sealToken } from '../../aws/sealed-token.js';
import type { GoogleBackend } from '../google-backend.js';
import { invalidArgument } from '../google-error.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import { jsonTime } from '../logging/log-bucket.js';
import type { RequestGate } from '../request-gate.js';
import { alignSeries, groupSeries, type Point } from './align-series.js';
import { meteredSeries, MINUTE_MS, type MeteredSeries } from './metered-series.js';
import { readSeriesFilter } from './series-filter.js';

const TIME_SERIES = /^\/v3\/projects\/(?<project>[^/]+)\/timeSeries$/;
const MOST_POINTS = 100_000;

interface Aggregation {
  readonly periodMs: number;
  /** `null`: series stay apart. */
  readonly groupBy: readonly string[] | null;
}

function instant(name: string, text: string | null): number {
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) throw invalidArgument(`Field ${name} had an invalid value of "${text ?? ''}".`);
  return at;
}

function aggregationOf(search: URLSearchParams): Aggregation {
  const period = search.get('aggregation.alignmentPeriod');
  const aligner = search.get('aggregation.perSeriesAligner') ?? 'ALIGN_NONE';
  const reducer = search.get('aggregation.crossSeriesReducer') ?? 'REDUCE_NONE';
  if (!['ALIGN_NONE', 'ALIGN_DELTA', 'ALIGN_SUM'].includes(aligner)) {
    throw invalidArgument(`The stand-in plays ALIGN_DELTA and ALIGN_SUM, not ${aligner}.`);
  }
  if (!['REDUCE_NONE', 'REDUCE_SUM'].includes(reducer)) {
    throw invalidArgument(`The stand-in plays REDUCE_SUM, not ${reducer}.`);
  }
  const seconds = period === null ? 60 : Number(/^(\d+)s$/.exec(period)?.[1] ?? Number.NaN);
  if (!(seconds >= 60) || seconds % 60 !== 0) {
    throw invalidArgument('Field aggregation.alignmentPeriod had an invalid value: at least 60s, in whole minutes.');
  }
  if (aligner === 'ALIGN_NONE' && (period !== null || reducer !== 'REDUCE_NONE')) {
    throw invalidArgument('Field aggregation.perSeriesAligner had an invalid value of "ALIGN_NONE".');
  }
  const groupBy = reducer === 'REDUCE_SUM' ? search.getAll('aggregation.groupByFields') : null;
  return { periodMs: seconds * 1000, groupBy };
}

/** Cloud Monitoring over REST: counts of tokens and of calls as Google meters them, whatever the logs tell. */
export class GoogleMonitoringService implements RestService {
  constructor(
    private readonly backend: GoogleBackend,
    private readonly gate: RequestGate,
  ) {}

  answer({ method, path, search }: RestRequest): object | null {
    const projectId = method === 'GET' ? partsOf(TIME_SERIES, path)?.['project'] : undefined;
    if (projectId === undefined) return null;
    this.gate.admit({ permission: 'monitoring.timeSeries.list', projectId });
    const filter = readSeriesFilter(search.get('filter') ?? '');
    const end = instant('interval.endTime', search.get('interval.endTime'));
    const start = instant('interval.startTime', search.get('interval.startTime') ?? search.get('interval.endTime'));
    if (start > end) throw invalidArgument('Field interval had an invalid value: startTime is after endTime.');
    const aggregation = aggregationOf(search);
    const found = meteredSeries(this.backend, projectId, filter.metric, start, end).filter((series) => {
      const labels = new Map<string, string>([
        ...Object.entries(series.metricLabels).map(([name, value]) => [`metric.labels.${name}`, value] as const),
        ...Object.entries(series.resourceLabels).map(([name, value]) => [`resource.labels.${name}`, value] as const),
      ]);
      return [...filter.labels].every(([name, holds]) => holds(labels.get(name) ?? ''));
    });
    const series = aggregation.groupBy === null ? found : groupSeries(found, aggregation.groupBy);
    const alignTo = search.has('aggregation.alignmentPeriod') ? end : Math.ceil(end / MINUTE_MS) * MINUTE_MS;
    const whole = series.map((one) => ({ one, points: alignSeries(one, alignTo, aggregation.periodMs) }));
    return this.page(filter.metric, whole, search);
  }

  /** One page: the page size counts points, so that a series may go on over the next page; headers are without points. */
  private page(
    metric: string,
    whole: readonly { readonly one: MeteredSeries; readonly points: readonly Point[] }[],
    search: URLSearchParams,
  ): object {
    const headers = search.get('view') === 'HEADERS';
    const most = Math.min(MOST_POINTS, Number(search.get('pageSize') ?? MOST_POINTS) || MOST_POINTS);
    const asked = [...search].filter(([name]) => name !== 'pageToken' && name !== 'pageSize').join(' ');
    const token = search.get('pageToken') ?? '';
    const [issuedFor, from] = token === '' ? [asked, 0] : (openToken(token, this.backend.seed) ?? []);
    if (issuedFor !== asked || typeof from !== 'number') throw invalidArgument('Field pageToken had an invalid value.');
    const timeSeries: object[] = [];
    let at = 0;
    for (const { one, points } of whole) {
      const size = headers ? 1 : points.length;
      const [first, last] = [Math.max(0, from - at), Math.min(size, from + most - at)];
      at += size;
      if (first < last) timeSeries.push(told(metric, one, headers ? [] : points.slice(first, last)));
    }
    return {
      timeSeries,
      ...(from + most < at ? { nextPageToken: sealToken([asked, from + most], this.backend.seed) } : {}),
      unit: '1',
    };
  }
}

function told(metric: string, { metricLabels, resourceLabels }: MeteredSeries, points: readonly Point[]): object {
  return {
    metric: { type: metric, labels: metricLabels },
    resource: { type: 'aiplatform.googleapis.com/PublisherModel', labels: resourceLabels },
    metricKind: 'DELTA',
    valueType: 'INT64',
    ...(points.length === 0
      ? {}
      : {
          points: points.map(({ from, to, count }) => ({
            interval: { startTime: jsonTime(from), endTime: jsonTime(to) },
            value: { int64Value: String(count) },
          })),
        }),
  };
}
