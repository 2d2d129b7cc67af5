import { describe, expect, it } from 'vitest';
import { countsOf, namedQueries, oncePerBin, searchQueries } from './metric-queries.js';

const HOUR = new Date('2026-11-20T12:00:00Z');
const OPUS = 'us.anthropic.claude-opus-5';
const search = searchQueries();

/** The id of the query that asks for a metric by its name in CloudWatch. */
function idOf(name: string): string {
  const found = search.find(
    ({ query }) => query.Expression?.includes(`"${name}"`) || query.MetricStat?.Metric?.MetricName === name,
  );
  return found?.query.Id ?? `no query for ${name}`;
}
const result = (name: string, value: number, label = OPUS) => ({
  Id: idOf(name),
  Label: label,
  Timestamps: [HOUR],
  Values: [value],
});
const bins = (...results: ReturnType<typeof result>[]) =>
  oncePerBin(countsOf(results, search)).map(({ modelId, metric, value }) => [modelId, metric, value]);

describe('queries of GetMetricData', () => {
  it('have ids that the API takes, each once, and by the hour', () => {
    const queries = [...search, ...namedQueries([OPUS, 'abc123def456'])];
    const ids = queries.map(({ query }) => query.Id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]\w*$/.test(id))).toEqual([]);
    expect(queries.filter(({ query }) => !/3600/.test(JSON.stringify(query)))).toEqual([]);
  });
});

describe('the counts of an answer', () => {
  it('belong to the model that the label names, and to the metric that the query asked for', () => {
    expect(bins(result('Invocations', 7), result('OutputTokenCount', 900, 'abc123def456'))).toEqual([
      [OPUS, 'requests', 7n],
      ['abc123def456', 'outputTokens', 900n],
    ]);
  });

  it.each([
    ['the spelling that is emitted', [result('CacheReadInputTokenCount', 50)], 50n],
    ['the spelling of the guide', [result('CacheReadInputTokens', 50)], 50n],
    ['both, once', [result('CacheReadInputTokenCount', 50), result('CacheReadInputTokens', 50)], 50n],
    ['one that is empty', [result('CacheReadInputTokens', 0), result('CacheReadInputTokenCount', 50)], 50n],
  ])('take cache reads from %s', (_, results, value) => {
    expect(bins(...results)).toEqual([[OPUS, 'cacheReadTokens', value]]);
  });

  it('take the delivery of logs with and without a dimension, once', () => {
    const name = 'ModelInvocationLogsCloudWatchDeliveryFailure';
    const both = search.filter(({ query }) => query.MetricStat?.Metric?.MetricName === name);
    const results = both.map(({ query }) => ({ Id: query.Id, Label: name, Timestamps: [HOUR], Values: [3] }));
    expect(results).toHaveLength(2);
    expect(oncePerBin(countsOf(results, search))).toEqual([
      { modelId: '', metric: 'logsFailed', startsAt: HOUR.getTime(), value: 3n },
    ]);
  });

  it('are whole numbers, whatever double carries them', () => {
    expect(bins(result('InputTokenCount', 32_873_693.000_000_004))).toEqual([[OPUS, 'inputTokens', 32_873_693n]]);
    expect(bins(result('InputTokenCount', 2 ** 53))).toEqual([[OPUS, 'inputTokens', 9_007_199_254_740_992n]]);
    expect(bins(result('InputTokenCount', Number.NaN), { ...result('Invocations', 1), Id: 'unknown' })).toEqual([]);
  });
});
