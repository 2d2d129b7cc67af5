import { AwsError, type Parameters } from '../aws/aws-json.js';
import { openToken, sealToken } from '../aws/sealed-token.js';
import type { Place } from '../world-places.js';
import type { MeteredHours, Metric } from './metered-hours.js';
import { hoursOf, seriesOf, type Range, type SeriesQuestion } from './metric-series.js';
import { readSearch } from './search-expression.js';

const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;
/** Pages may end anywhere; these end early, so that readers meet a second one. */
const SERIES_A_PAGE = 50;

export const NAMESPACE = 'AWS/Bedrock';

/** What answers are made of. */
export interface MonitoringContext {
  readonly hours: MeteredHours;
  readonly place: Place | undefined;
  readonly now: number;
  readonly seed: number;
}

/** One line of the answer that is still to be computed. */
interface Wanted extends SeriesQuestion {
  readonly id: string;
  readonly label: string;
}

function periodOf(seconds: number | undefined): number {
  if (seconds !== undefined && seconds >= 60 && seconds % 60 === 0) return seconds * 1000;
  throw new AwsError('ValidationError', `The period ${seconds} is not a multiple of 60 seconds`);
}

/** The model that a metric is asked for, by its one dimension. */
function modelIdOf(metric: Parameters | undefined): string | undefined {
  const dimensions = metric?.objects('Dimensions') ?? [];
  const [only] = dimensions;
  return dimensions.length === 1 && only?.text('Name') === 'ModelId' ? only.text('Value') : undefined;
}

function wantedStat(id: string, query: Parameters, stat: Parameters): Wanted {
  const metric = stat.object('Metric');
  const name = metric?.text('MetricName') ?? '';
  const known = metric?.text('Namespace') === NAMESPACE ? modelIdOf(metric) : undefined;
  return {
    id,
    label: query.text('Label') ?? name,
    metric: { name, modelId: known ?? '' },
    periodMs: periodOf(stat.whole('Period')),
    stat: stat.text('Stat') ?? '',
  };
}

function* wantedSearch(
  id: string,
  query: Parameters,
  expression: string,
  range: Range,
  context: MonitoringContext,
): Generator<Wanted> {
  const { matches, stat, periodSeconds } = readSearch(expression);
  const periodMs = periodOf(periodSeconds ?? query.whole('Period') ?? 300);
  const label = query.text('Label') ?? '';
  for (const metric of metricsIn(context, range)) {
    if (!matches(metric)) continue;
    const told = label
      .replaceAll("${PROP('MetricName')}", metric.name)
      .replaceAll("${PROP('Dim.ModelId')}", metric.modelId);
    yield { id, label: told === '' ? `${metric.modelId} ${metric.name}` : told, metric, periodMs, stat };
  }
}

/** Every metric with values in a range, in order of name and model. */
export function metricsIn({ hours, place }: MonitoringContext, range: Range): Metric[] {
  const found = new Map<string, Metric>();
  if (place === undefined) return [];
  const [first, end] = hoursOf(hours, range);
  for (let hour = first; hour < end; hour += 1) {
    for (const metric of hours.metricsOf(place, hour)) found.set(`${metric.name} ${metric.modelId}`, metric);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, metric]) => metric);
}

function rangeOf(parameters: Parameters, now: number): Range {
  const from = parameters.number('StartTime');
  const to = parameters.number('EndTime');
  if (from === undefined || to === undefined || from >= to) {
    throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.');
  }
  return { from: from * 1000, to: to * 1000, now };
}

function wantedOf(parameters: Parameters, range: Range, context: MonitoringContext): Wanted[] {
  const queries = parameters.objects('MetricDataQueries');
  if (queries.length === 0 || queries.length > MAX_QUERIES) {
    throw new AwsError('ValidationError', `${queries.length} MetricDataQueries: expected 1 to ${MAX_QUERIES}`);
  }
  return queries.flatMap((query) => {
    if (query.isFalse('ReturnData')) return [];
    const id = query.text('Id') ?? '';
    if (!/^[a-z]\w*$/.test(id)) throw new AwsError('ValidationError', `The value ${id} for parameter Id is not valid`);
    const stat = query.object('MetricStat');
    const expression = query.text('Expression');
    if (stat !== undefined) return [wantedStat(id, query, stat)];
    if (expression !== undefined) return [...wantedSearch(id, query, expression, range, context)];
    throw new AwsError('ValidationError', `The query ${id} has neither MetricStat nor Expression`);
  });
}

/** GetMetricData. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(parameters: Parameters, context: MonitoringContext): object {
  const range = rangeOf(parameters, context.now);
  const wanted = wantedOf(parameters, range, context);
  const maxDatapoints = Math.min(MAX_DATAPOINTS, parameters.whole('MaxDatapoints') ?? MAX_DATAPOINTS);
  const ascending = parameters.text('ScanBy') === 'TimestampAscending';
  const token = parameters.text('NextToken');
  const [skip] = token === undefined ? [0] : (openToken(token, context.seed) ?? []);
  if (typeof skip !== 'number') throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');

  const asked = wanted.slice(skip, skip + SERIES_A_PAGE);
  const { hours, place } = context;
  const series = place === undefined ? asked.map(() => []) : seriesOf(hours, place, asked, range);
  const results: object[] = [];
  let datapoints = 0;
  for (const [index, { id, label }] of asked.entries()) {
    const points = series[index] ?? [];
    datapoints += points.length;
    if (results.length > 0 && datapoints > maxDatapoints) break;
    const ordered = ascending ? points : points.toReversed();
    results.push({
      Id: id,
      Label: label,
      Timestamps: ordered.map(([at]) => at / 1000),
      Values: ordered.map(([, value]) => value),
      StatusCode: 'Complete',
    });
  }
  const next = skip + results.length;
  const more = next < wanted.length ? { NextToken: sealToken([next], context.seed) } : {};
  return { MetricDataResults: results, ...more, Messages: [] };
}
