import { describe, expect, it } from 'vitest';
import { busiestMinutes, latenciesOf } from './performance-answers.js';
import { metricsSchema } from './metric-answers.js';

const at = (time: string) => Date.parse(`2026-11-16T${time}:00Z`);
const place = { deployment: 'main', modelId: 'claude-opus-5', modelVersion: '2' };
const minute = (time: string, value: bigint, metric: 'requests' | 'input' = 'input') => ({
  ...place,
  metric,
  startsAt: at(time),
  value,
});

describe('the busiest minute', () => {
  it('is found for each hour and count, the first of equal ones', () => {
    const minutes = [
      minute('09:58', 700n),
      minute('09:12', 900n),
      minute('09:11', 900n),
      minute('10:00', 5n),
      minute('09:30', 3n, 'requests'),
    ];
    expect(busiestMinutes(minutes)).toEqual([
      { ...place, counts: 'input', hour: at('09:00'), minute: at('09:11'), value: 900n },
      { ...place, counts: 'input', hour: at('10:00'), minute: at('10:00'), value: 5n },
      { ...place, counts: 'requests', hour: at('09:00'), minute: at('09:30'), value: 3n },
    ]);
  });
});

const answer = (data: readonly Record<string, string>[], name = 'TimeToLastByte') =>
  metricsSchema.parse({
    value: [
      {
        name: { value: name },
        timeseries: [
          {
            metadatavalues: [
              { name: { value: 'modeldeploymentname' }, value: 'main' },
              { name: { value: 'modelname' }, value: 'claude-opus-5' },
              { name: { value: 'modelversion' }, value: '2' },
            ],
            data: data.map((cells, hour) => ({ timeStamp: `2026-11-16T0${hour}:00:00Z`, ...cells })),
          },
        ],
      },
    ],
  });

describe('latency of Azure', () => {
  it('is kept as it was averaged, without the hours and the zeros in which nothing was answered', () => {
    const hours = [
      { average: '2310.5', minimum: '0', maximum: '48211' },
      {},
      { average: '0', minimum: '0', maximum: '0' },
      { average: '900.25', minimum: '410', maximum: '1500' },
    ];
    const metric = 'timeToLastByte';
    expect(latenciesOf(answer(hours))).toEqual([
      { ...place, metric, hour: at('00:00'), averageMs: 2310.5, leastMs: null, mostMs: 48_211 },
      { ...place, metric, hour: at('03:00'), averageMs: 900.25, leastMs: 410, mostMs: 1500 },
    ]);
  });

  it('of a name that is not known is left out', () => {
    expect(latenciesOf(answer([{ average: '1' }], 'Latency'))).toEqual([]);
  });
});
