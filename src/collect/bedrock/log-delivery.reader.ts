import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { LogDelivery } from '../../usage/bedrock-settings.js';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';

const ROUTES = {
  cloudWatch: 'ModelInvocationLogsCloudWatchDelivery',
  s3: 'ModelInvocationLogsS3Delivery',
  largeData: 'ModelInvocationLargeDataS3Delivery',
} as const;

/** Documented as the dimension "Across all model IDs", which may be its value or the console's name for having none. */
const DIMENSIONS = [[], [{ Name: 'ModelId', Value: 'Across all model IDs' }]];

/**
 * How many records of the last 24 hours Bedrock could deliver, and could not. A record whose delivery fails is lost.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html#br-cloudwatch-metrics
 */
export async function readLogDelivery(access: AwsAccess, now: number, signal: AbortSignal): Promise<LogDelivery> {
  const client = new CloudWatchClient(awsClientSettings(access, 'monitoring'));
  try {
    const sums = new Map<string, number>();
    let nextToken: string | undefined;
    do {
      const answer = await client.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - DAY_MS),
          EndTime: new Date(now),
          MetricDataQueries: queries(),
          ...(nextToken === undefined ? {} : { NextToken: nextToken }),
        }),
        { abortSignal: signal },
      );
      for (const { Id: id = '', Values: values = [] } of answer.MetricDataResults ?? [])
        sums.set(
          id,
          values.reduce((sum, value) => sum + value, sums.get(id) ?? 0),
        );
      nextToken = answer.NextToken;
    } while (nextToken !== undefined);
    const most = (metric: string) =>
      Math.round(Math.max(...DIMENSIONS.map((_, index) => sums.get(idOf(metric, index)) ?? 0)));
    const delivery = (route: string) => ({ failed: most(`${route}Failure`), succeeded: most(`${route}Success`) > 0 });
    return {
      cloudWatch: delivery(ROUTES.cloudWatch),
      s3: delivery(ROUTES.s3),
      largeData: delivery(ROUTES.largeData),
    };
  } finally {
    client.destroy();
  }
}

function queries(): MetricDataQuery[] {
  const metrics = Object.values(ROUTES).flatMap((route) => [`${route}Success`, `${route}Failure`]);
  return metrics.flatMap((metric) =>
    DIMENSIONS.map((dimensions, index) => ({
      Id: idOf(metric, index),
      MetricStat: {
        Metric: { Namespace: 'AWS/Bedrock', MetricName: metric, Dimensions: dimensions },
        Period: HOUR_MS / 1000,
        Stat: 'Sum',
      },
    })),
  );
}

/** Ids of queries begin with a small letter. */
function idOf(metric: string, index: number): string {
  return `m${index}_${metric}`;
}
