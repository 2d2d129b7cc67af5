import type { AzureBackend } from '../backend.js';
import { readTimespan } from '../log-analytics/time-range.js';
import { RestError, type RestAnswer, type RestRequest, type Route } from '../rest/rest.js';
import { FOUNDRY_ACCOUNTS, isSameResource, type FoundryAccount } from '../world/estate.js';
import { readFilter } from './dimension-filter.js';
import { MeteredCalls } from './metered-calls.js';
import { METRICS, NAMESPACE, type MetricDefinition } from './metric-definitions.js';
import { AGGREGATIONS, seriesOf, type SeriesQuestion } from './time-series.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The only grains in which a platform metric can be asked for. */
const GRAINS: Readonly<Record<string, number>> = {
  PT1M: MINUTE_MS,
  PT5M: 5 * MINUTE_MS,
  PT15M: 15 * MINUTE_MS,
  PT30M: 30 * MINUTE_MS,
  PT1H: HOUR_MS,
  PT6H: 6 * HOUR_MS,
  PT12H: 12 * HOUR_MS,
  P1D: 24 * HOUR_MS,
};
const RETENTION_MS = 93 * 24 * HOUR_MS;
const DEFAULT_TOP = 10;

function bad(message: string): RestError {
  return new RestError(400, 'BadRequest', message);
}

/** `…/providers/Microsoft.Insights/metrics` and `/metricDefinitions` of a Foundry account. */
export class MetricsService {
  private readonly metered: MeteredCalls;

  constructor(private readonly backend: AzureBackend) {
    this.metered = new MeteredCalls(backend);
  }

  routeOf(request: RestRequest): Route | null {
    const parts = /^(\/subscriptions\/.*)\/providers\/microsoft\.insights\/(metrics|metricdefinitions)$/i.exec(
      request.path,
    );
    if (parts === null) return null;
    const account = FOUNDRY_ACCOUNTS.find(({ resourceId }) => isSameResource(resourceId, parts[1] ?? ''));
    if (account === undefined) throw new RestError(404, 'ResourceNotFound', `The resource ${parts[1]} was not found.`);
    const isMetrics = parts[2]?.toLowerCase() === 'metrics';
    return {
      audience: 'arm',
      action: isMetrics ? 'Microsoft.Insights/metrics/read' : 'Microsoft.Insights/metricDefinitions/read',
      resource: account.name,
      answer: () => (isMetrics ? this.metrics(request, account) : definitions(account)),
    };
  }

  private metrics({ search }: RestRequest, account: FoundryAccount): RestAnswer {
    const asked = this.read(search);
    const names = (search.get('metricnames') ?? '').split(',').filter((name) => name !== '');
    const calls = this.metered.calls(account, asked.from, asked.to);
    const value = names.map((name) => {
      const metric = METRICS.find((known) => known.name === name);
      const id = `${account.resourceId}/providers/Microsoft.Insights/metrics/${name}`;
      // A name that is unknown, or known in another case, is no error: it has no series.
      const described = metric === undefined ? unknown(name) : describe(metric);
      const timeseries = metric === undefined ? [] : seriesOf(metric, calls, asked);
      return { id, type: 'Microsoft.Insights/metrics', ...described, errorCode: 'Success', timeseries };
    });
    return {
      status: 200,
      json: {
        cost: Math.round((asked.to - asked.from) / MINUTE_MS) * names.length,
        timespan: `${new Date(asked.from).toISOString()}/${new Date(asked.to).toISOString()}`,
        interval: search.get('interval') ?? 'PT1M',
        value,
        namespace: NAMESPACE,
        resourceregion: account.region,
      },
    };
  }

  private read(search: URLSearchParams): SeriesQuestion {
    if (search.get('api-version') === null) {
      throw new RestError(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
    }
    const now = this.backend.clock.now();
    const span = readTimespan(search.get('timespan') ?? 'PT1H', now);
    const interval = search.get('interval') ?? 'PT1M';
    const intervalMs = GRAINS[interval];
    if (span === null || span.to <= span.from) throw bad(`Invalid timespan ${search.get('timespan')}`);
    if (span.from < now - RETENTION_MS) throw bad('Metrics are kept for 93 days; the timespan begins before that.');
    if (intervalMs === undefined)
      throw bad(`Invalid time grain ${interval}, expected one of ${Object.keys(GRAINS).join()}`);
    const aggregations = (search.get('aggregation') ?? 'Total').split(',').map((name) => {
      const known = AGGREGATIONS.find((candidate) => candidate.toLowerCase() === name.trim().toLowerCase());
      if (known === undefined) throw bad(`Invalid aggregation ${name}, expected one of ${AGGREGATIONS.join()}`);
      return known;
    });
    const named = (search.get('metricnames') ?? '').split(',');
    const asked = METRICS.filter(({ name }) => named.includes(name));
    // A dimension can only be filtered by when every metric of the question has it.
    const dimensions = (asked[0]?.dimensions ?? []).filter((dimension) =>
      asked.every((metric) => metric.dimensions.includes(dimension)),
    );
    const everywhere = asked.length === 0 ? METRICS.flatMap((metric) => metric.dimensions) : dimensions;
    const filter = readFilter(search.get('$filter') ?? '', everywhere);
    const top = Number(search.get('top') ?? search.get('$top') ?? DEFAULT_TOP);
    return { ...span, intervalMs, aggregations, filter, top: Number.isSafeInteger(top) && top > 0 ? top : DEFAULT_TOP };
  }
}

function describe({ name, displayName, unit }: MetricDefinition) {
  return { name: { value: name, localizedValue: displayName }, displayDescription: displayName, unit };
}

function unknown(name: string) {
  return { name: { value: name, localizedValue: name }, displayDescription: '', unit: 'Count' };
}

function definitions({ resourceId }: FoundryAccount): RestAnswer {
  const value = METRICS.map((metric) => ({
    id: `${resourceId}/providers/Microsoft.Insights/metricdefinitions/${metric.name}`,
    resourceId,
    namespace: NAMESPACE,
    category: metric.name === 'ModelRequests' ? 'Models - HTTP Requests' : 'Models - Usage',
    name: { value: metric.name, localizedValue: metric.displayName },
    isDimensionRequired: false,
    unit: metric.unit,
    primaryAggregationType: metric.primaryAggregation,
    supportedAggregationTypes: AGGREGATIONS,
    metricAvailabilities: Object.keys(GRAINS).map((timeGrain) => ({ timeGrain, retention: 'P93D' })),
    dimensions: metric.dimensions.map((dimension) => ({ value: dimension, localizedValue: dimension })),
  }));
  return { status: 200, json: { value } };
}
