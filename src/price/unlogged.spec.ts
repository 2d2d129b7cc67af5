import { describe, expect, it } from 'vitest';
import type { CalledModel } from '../usage/logging-facts.js';
import { HOUR_MS } from '../usage/window.js';
import { priceBook } from './price-book.js';
import { type LoggedModelHour, type MeteredModelHour, unloggedUsage } from './unlogged.js';

const NINE = Date.parse('2026-11-18T09:00:00Z');
const standing = {
  book: priceBook,
  now: NINE + 24 * HOUR_MS,
  loggingAt: () => ({ state: 'on', samplingRate: 0.6, seenThen: true, words: 'on, sampling rate 0.6' }) as const,
  readingOf: () => ({ state: 'read', words: '' }) as const,
};
const NO_COUNTS = { requests: 0, input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

const metered = (hour: number, counts: Partial<MeteredModelHour> = {}): MeteredModelHour => ({
  cloud: 'vertex',
  accountId: 'insurer-claims-prod',
  region: 'us-east5',
  modelId: 'claude-sonnet-4-5',
  at: NINE + hour * HOUR_MS,
  ...NO_COUNTS,
  ...counts,
});
const logged = (hour: number, counts: Partial<LoggedModelHour> = {}): LoggedModelHour => ({
  ...metered(hour, { modelId: 'claude-sonnet-4-5@20250929' }),
  model: 'claude-sonnet-4-5',
  vendor: 'anthropic',
  endpointScope: 'region',
  untold: 0,
  ...counts,
});
const of = (a: MeteredModelHour[], b: LoggedModelHour[] = []) => unloggedUsage(a, b, standing);

describe('usage that was metered and not logged', () => {
  it('is the difference by hour and class, at the list price of the place', () => {
    const [hour, ...others] = of(
      [metered(0, { requests: 3, input: 3_000, output: 300 })],
      [logged(0, { requests: 2, input: 1_000, output: 200 })],
    );
    expect(others).toEqual([]);
    expect(hour).toMatchObject({
      model: 'claude-sonnet-4-5',
      at: NINE,
      unlogged: { requests: 1, input: 2_000, output: 100 },
      // 2,000 at 3 dollars and 100 at 15 dollars a million, a tenth more in a region: 0.0075 * 1.1.
      price: { priced: { total: 8_250_000_000n } },
      day: { meteredRequests: 3, loggedRequests: 2, untoldRequests: 0 },
      configuredRate: 0.6,
      found: { cause: 'sampled', evidence: ['on, sampling rate 0.6'] },
    });
  });

  it('is nothing where a call is metered in one hour and logged in the next', () => {
    expect(of([metered(0, { requests: 1, input: 500 }), metered(1)], [logged(1, { requests: 1, input: 500 })])).toEqual(
      [],
    );
  });

  it('is nothing where more is logged than metered, and takes nothing from the next day', () => {
    const next = 24 - 9;
    const hours = of([metered(next, { requests: 1, input: 70 })], [logged(0, { requests: 1, input: 500 })]);
    expect(hours.map(({ unlogged }) => unlogged.input)).toEqual([70]);
  });

  it('asks for the settings of the hour, by the spelling of the meter', () => {
    const asked: string[] = [];
    const loggingAt = (model: CalledModel, at: number) => {
      asked.push(`${model.region} ${model.modelId} ${at - NINE}`);
      return standing.loggingAt();
    };
    unloggedUsage([metered(2, { requests: 4, input: 40 })], [logged(1, { requests: 1, input: 10, untold: 1 })], {
      ...standing,
      loggingAt,
    });
    expect(asked).toEqual([`us-east5 claude-sonnet-4-5 ${2 * HOUR_MS}`]);
  });

  it('has no price where the model is not known, and does not pretend that it cost nothing', () => {
    const [hour] = of([metered(0, { cloud: 'bedrock', region: 'us-east-1', modelId: 'abc123def456', input: 10 })]);
    expect(hour?.price).toHaveProperty('unpriced');
  });
});
