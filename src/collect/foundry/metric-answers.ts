import { z } from 'zod';

/** What Azure metered of one deployment in one period, an hour or a minute. */
export interface MeteredCount<Metric extends string> {
  readonly deployment: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly metric: Metric;
  readonly startsAt: number;
  readonly value: bigint;
}

const named = z.object({ value: z.string() });
const amount = z.coerce.number().optional();
/** https://learn.microsoft.com/rest/api/monitor/metrics/list */
export const metricsSchema = z.object({
  value: z.array(
    z.object({
      name: named,
      errorCode: z.string().optional(),
      errorMessage: z.string().optional(),
      timeseries: z.array(
        z.object({
          metadatavalues: z.array(z.object({ name: named, value: z.string() })).default([]),
          data: z.array(
            z.object({ timeStamp: z.iso.datetime(), total: amount, average: amount, minimum: amount, maximum: amount }),
          ),
        }),
      ),
    }),
  ),
});
export type MetricsAnswer = z.output<typeof metricsSchema>;

/** The largest number of series of one metric: an answer with as many as were asked for may have left some out. */
export function mostSeries({ value }: MetricsAnswer): number {
  return Math.max(0, ...value.map(({ timeseries }) => timeseries.length));
}

type Dimensions = MetricsAnswer['value'][number]['timeseries'][number]['metadatavalues'];

/** Names of dimensions come back in small letters. */
function dimension(values: Dimensions, name: string): string {
  return values.find((pair) => pair.name.value.toLowerCase() === name)?.value ?? '';
}

/** Which deployment a series is of, empty where it does not tell. */
export function deploymentOf(values: Dimensions) {
  return {
    deployment: dimension(values, 'modeldeploymentname'),
    modelId: dimension(values, 'modelname'),
    modelVersion: dimension(values, 'modelversion'),
  };
}

/**
 * The counts of an answer, those of one period added up where several series mean the same to us (other errors than one).
 * Periods in which nothing happened are left out.
 */
export function countsOf<Metric extends string>(
  { value }: MetricsAnswer,
  metricsOf: (name: string, status: string) => readonly Metric[],
): MeteredCount<Metric>[] {
  const counts = new Map<string, MeteredCount<Metric>>();
  for (const { name, timeseries } of value) {
    for (const { metadatavalues, data } of timeseries) {
      const metrics = metricsOf(name.value, dimension(metadatavalues, 'statuscode'));
      const { deployment, modelId, modelVersion } = deploymentOf(metadatavalues);
      for (const { timeStamp, total = 0 } of data) {
        if (total === 0) continue;
        const startsAt = Date.parse(timeStamp);
        for (const metric of metrics) {
          const key = [deployment, modelId, modelVersion, metric, timeStamp].join('\n');
          const value = (counts.get(key)?.value ?? 0n) + BigInt(Math.round(total));
          counts.set(key, { deployment, modelId, modelVersion, metric, startsAt, value });
        }
      }
    }
  }
  return [...counts.values()];
}
