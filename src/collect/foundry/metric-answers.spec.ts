import { describe, expect, it } from 'vitest';
import { countsOf, metricsSchema } from './metric-answers.js';
import { metricOfStatus } from './metric-names.js';

const series = (dimensions: Record<string, string>, totals: readonly (string | undefined)[]) => ({
  metadatavalues: Object.entries(dimensions).map(([name, value]) => ({ name: { value: name }, value })),
  data: totals.map((total, hour) => ({
    timeStamp: `2026-11-16T0${hour}:00:00Z`,
    ...(total === undefined ? {} : { total }),
  })),
});
const dimensions = { modeldeploymentname: 'main', modelname: 'claude-opus-5', modelversion: '2' };

describe('counts of Azure Monitor', () => {
  it('are kept by deployment, model and version, hours without any left out', () => {
    const answer = metricsSchema.parse({
      value: [{ name: { value: 'InputTokens' }, timeseries: [series(dimensions, ['181428', '0', undefined])] }],
    });
    expect(countsOf(answer, () => ['inputTokens'])).toEqual([
      {
        deployment: 'main',
        modelId: 'claude-opus-5',
        modelVersion: '2',
        metric: 'inputTokens',
        startsAt: Date.parse('2026-11-16T00:00:00Z'),
        value: 181_428n,
      },
    ]);
  });

  it('of several statuses that mean the same are added up', () => {
    const statuses = [
      series({ ...dimensions, statuscode: '400' }, ['3']),
      series({ ...dimensions, statuscode: '404' }, ['4']),
    ];
    const answer = metricsSchema.parse({ value: [{ name: { value: 'ModelRequests' }, timeseries: statuses }] });
    expect(countsOf(answer, (_, status) => [metricOfStatus(status)])).toMatchObject([
      { metric: 'clientErrors', value: 7n },
    ]);
  });

  it.each([
    ['200', 'requests'],
    ['2XX', 'requests'],
    ['429', 'throttles'],
    ['4xx', 'clientErrors'],
    ['503', 'serverErrors'],
    ['', 'otherRequests'],
  ])('of status "%s" are %s', (status, metric) => {
    expect(metricOfStatus(status)).toBe(metric);
  });
});
