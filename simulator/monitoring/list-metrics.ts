import { AwsError, type Parameters } from '../aws/aws-json.js';
import { openToken, sealToken } from '../aws/sealed-token.js';
import { metricsIn, NAMESPACE, type MonitoringContext } from './get-metric-data.js';
import type { Metric } from './metered-hours.js';

const HOUR_MS = 3_600_000;
const METRICS_A_PAGE = 500;
/** Metrics that are idle for longer are not listed, and new ones not for some minutes. */
const LISTED_MS = 14 * 24 * HOUR_MS;
const LISTED_AFTER_MS = 15 * 60_000;

function isAskedFor(parameters: Parameters): (metric: Metric) => boolean {
  const namespace = parameters.text('Namespace') ?? NAMESPACE;
  const name = parameters.text('MetricName');
  const dimensions = parameters.objects('Dimensions').map((one) => [one.text('Name'), one.text('Value')] as const);
  return (metric) =>
    namespace === NAMESPACE &&
    (name === undefined || name === metric.name) &&
    dimensions.every(([key, value]) => key === 'ModelId' && (value === undefined || value === metric.modelId));
}

/** ListMetrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(parameters: Parameters, context: MonitoringContext): object {
  const recent = parameters.text('RecentlyActive') === 'PT3H' ? 3 * HOUR_MS : LISTED_MS;
  const listed = metricsIn(context, {
    from: context.now - recent,
    to: context.now - LISTED_AFTER_MS,
    now: context.now,
  });
  const metrics = listed.filter(isAskedFor(parameters));
  const token = parameters.text('NextToken');
  const [skip] = token === undefined ? [0] : (openToken(token, context.seed) ?? []);
  if (typeof skip !== 'number') throw new AwsError('InvalidParameterValue', 'The next token is invalid.');
  const end = skip + METRICS_A_PAGE;
  return {
    Metrics: metrics.slice(skip, end).map(({ name, modelId }) => ({
      Namespace: NAMESPACE,
      MetricName: name,
      Dimensions: [{ Name: 'ModelId', Value: modelId }],
    })),
    ...(end < metrics.length ? { NextToken: sealToken([end], context.seed) } : {}),
  };
}
