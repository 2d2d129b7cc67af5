import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../usage/window.js';
import { countsOf, hoursQuery, INVOCATION_COUNT, locationsOf, seriesPageSchema, TOKEN_COUNT } from './time-series.js';

const AT = Date.parse('2026-11-20T07:00:00Z');
const series = (label: object, resource: object, ...counts: string[]) => ({
  metric: { type: TOKEN_COUNT, labels: label },
  resource: { type: 'aiplatform.googleapis.com/PublisherModel', labels: resource },
  metricKind: 'DELTA',
  valueType: 'INT64',
  points: counts.map((int64Value, hour) => ({
    interval: { startTime: new Date(AT + hour * HOUR_MS), endTime: new Date(AT + (hour + 1) * HOUR_MS) },
    value: { int64Value },
  })),
});
const parsed = (...list: object[]) =>
  seriesPageSchema.parse(JSON.parse(JSON.stringify({ timeSeries: list }))).timeSeries;
const OPUS = { model_user_id: 'claude-opus-5', model_version_id: 'default', location: 'global' };

describe('time series of Cloud Monitoring', () => {
  it('are counts by the hour in which they begin, writes to the cache by lifetime and together', () => {
    const counts = countsOf(
      parsed(
        series({ type: 'input' }, OPUS, '12', '0'),
        series({ type: 'cache_write_input' }, OPUS, '1200'),
        series({ type: 'cache_write_1h_input' }, OPUS, '9007199254740993'),
      ),
    );
    const words = counts.map(({ modelId, metric, startsAt, value }) => [
      modelId,
      metric,
      (startsAt - AT) / HOUR_MS,
      value,
    ]);
    expect(words).toEqual([
      ['claude-opus-5', 'inputTokens', 0, 12n],
      ['claude-opus-5', 'inputTokens', 1, 0n],
      ['claude-opus-5', 'cacheWrite5mTokens', 0, 1200n],
      ['claude-opus-5', 'cacheWriteTokens', 0, 9007199254742193n],
      ['claude-opus-5', 'cacheWrite1hTokens', 0, 9007199254740993n],
    ]);
  });

  it('name a model as callers do, and count what is new as nothing known', () => {
    const dated = { ...OPUS, model_user_id: 'claude-sonnet-4-5', model_version_id: '20250929' };
    const counts = countsOf(parsed(series({ type: 'output' }, dated, '5'), series({ type: 'dream' }, dated, '7')));
    expect(counts).toMatchObject([{ modelId: 'claude-sonnet-4-5@20250929', metric: 'outputTokens', value: 5n }]);
  });

  it.each([
    ['200', 'requests'],
    ['429', 'throttles'],
    ['400', 'clientErrors'],
    ['503', 'serverErrors'],
  ])('of calls with status %s are %s', (response_code, metric) => {
    expect(countsOf(parsed(series({ response_code }, OPUS, '3')))).toMatchObject([{ metric, value: 3n }]);
  });

  it('tell the locations in which there were calls', () => {
    expect(locationsOf(parsed(series({}, OPUS), series({}, { ...OPUS, location: 'eu' }), series({}, OPUS)))).toEqual([
      'eu',
      'global',
    ]);
  });

  it('are asked for by whole hours, of one location', () => {
    const query = hoursQuery(INVOCATION_COUNT, 'eu', { from: AT, to: AT + HOUR_MS });
    expect(query.get('filter')).toContain('resource.labels.location = "eu"');
    expect(query.get('aggregation.alignmentPeriod')).toBe('3600s');
    expect(query.getAll('aggregation.groupByFields')).toContain('metric.label.response_code');
  });
});
