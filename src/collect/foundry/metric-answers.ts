import { z } from 'zod';
import type { MeteredMetric } from '../../usage/metered.js';

/** What Azure metered of one deployment in one hour. */
export interface MeteredCount {
  readonly deployment: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly metric: MeteredMetric;
  readonly startsAt: number;
  readonly value: bigint;
}

const named = z.object({ value: z.string() });
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
          data: z.array(z.object({ timeStamp: z.iso.datetime(), total: z.coerce.number().optional() })),
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

/**
 * The counts of an answer, those of one hour added up where several series mean the same to us (other errors than one). Hours
 * in which nothing happened are left out. Names of dimensions come back in small letters.
 */
export function countsOf(
  { value }: MetricsAnswer,
  metricsOf: (name: string, status: string) => readonly MeteredMetric[],
): MeteredCount[] {
  const counts = new Map<string, MeteredCount>();
  for (const { name, timeseries } of value) {
    for (const { metadatavalues, data } of timeseries) {
      const dimensions = new Map(metadatavalues.map((pair) => [pair.name.value.toLowerCase(), pair.value]));
      const metrics = metricsOf(name.value, dimensions.get('statuscode') ?? '');
      const deployment = dimensions.get('modeldeploymentname') ?? '';
      const modelId = dimensions.get('modelname') ?? '';
      const modelVersion = dimensions.get('modelversion') ?? '';
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
