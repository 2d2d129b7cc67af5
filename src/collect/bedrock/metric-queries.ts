import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { ALL_MODELS, type MeteredMetric } from '../../usage/metered.js';
import { type BedrockMetric, METRICS_BY_MODEL, METRICS_OF_DELIVERY } from './metric-names.js';

export const PERIOD_SECONDS = 3_600;

/** A query of GetMetricData, and what its results are. `modelId` is `null` where the label of each result tells it. */
export interface MeterQuery {
  readonly query: MetricDataQuery;
  readonly metric: MeteredMetric;
  readonly modelId: string | null;
}

/** Queries that find every model that reported within the last two weeks, and the delivery of logs. */
export function searchQueries(): MeterQuery[] {
  const ofModels = METRICS_BY_MODEL.map(({ name, metric }, index) => ({
    metric,
    modelId: null,
    query: {
      Id: `s${index}`,
      Expression: `SEARCH('{AWS/Bedrock,ModelId} MetricName="${name}"', 'Sum', ${PERIOD_SECONDS})`,
      Label: "${PROP('Dim.ModelId')}",
    },
  }));
  const ofDelivery = METRICS_OF_DELIVERY.flatMap((metric, index) => [
    statQuery(`d${index}`, metric, null),
    { ...statQuery(`a${index}`, metric, 'Across all model IDs'), modelId: ALL_MODELS },
  ]);
  return [...ofModels, ...ofDelivery];
}

/**
 * Queries that ask for models by name. A search finds no model that has been idle for two weeks, so for older hours the
 * models of the log are asked for by name as well.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-search-expressions.html
 */
export function namedQueries(modelIds: readonly string[]): MeterQuery[] {
  return modelIds.flatMap((modelId, model) =>
    METRICS_BY_MODEL.map((metric, index) => statQuery(`n${model}_${index}`, metric, modelId)),
  );
}

function statQuery(id: string, { name, metric }: BedrockMetric, modelId: string | null): MeterQuery {
  const dimensions = modelId === null ? [] : [{ Name: 'ModelId', Value: modelId }];
  return {
    metric,
    modelId: modelId ?? ALL_MODELS,
    query: {
      Id: id,
      MetricStat: {
        Metric: { Namespace: 'AWS/Bedrock', MetricName: name, Dimensions: dimensions },
        Period: PERIOD_SECONDS,
        Stat: 'Sum',
      },
    },
  };
}

/** A count of one model, metric and hour, as CloudWatch answers it. */
export interface MeteredCount {
  readonly modelId: string;
  readonly metric: MeteredMetric;
  readonly startsAt: number;
  readonly value: bigint;
}

/** The counts of results. Values are sums of whole numbers that CloudWatch hands over as doubles. */
export function countsOf(results: readonly MetricDataResult[], queries: readonly MeterQuery[]): MeteredCount[] {
  const byId = new Map(queries.map((query) => [query.query.Id, query]));
  return results.flatMap(({ Id, Label, Timestamps = [], Values = [] }) => {
    const asked = byId.get(Id);
    const modelId = asked?.modelId ?? Label;
    if (asked === undefined || modelId === undefined) return [];
    return Timestamps.flatMap((at, index) => {
      const value = Values[index];
      if (value === undefined || !Number.isFinite(value) || value < 0) return [];
      return [{ modelId, metric: asked.metric, startsAt: at.getTime(), value: BigInt(Math.round(value)) }];
    });
  });
}

/** One count for each model, metric and hour: two spellings of a metric, or a model both found and named, count once. */
export function oncePerBin(counts: readonly MeteredCount[]): MeteredCount[] {
  const bins = new Map<string, MeteredCount>();
  for (const count of counts) {
    const key = `${count.startsAt} ${count.metric} ${count.modelId}`;
    const known = bins.get(key);
    if (known === undefined || count.value > known.value) bins.set(key, count);
  }
  return [...bins.values()];
}
