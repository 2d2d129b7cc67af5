import { describe, expect, it } from 'vitest';
import type { LoggingFacts } from '../usage/logging-facts.js';
import { HOUR_MS } from '../usage/window.js';
import { type HourFacts, unloggedCause } from './unlogged-cause.js';

const NINE = Date.parse('2026-11-18T09:00:00Z');
const logging = (state: LoggingFacts['state'], samplingRate: number | null = null, seenThen = true): LoggingFacts => ({
  state,
  samplingRate,
  seenThen,
  words: 'as it was set',
});
const day = (meteredRequests: number, loggedRequests: number, untoldRequests = 0) => ({
  day: { meteredRequests, loggedRequests, untoldRequests },
});
const on = { logging: logging('on', 1) };
const off = { logging: logging('off') };
const offSeenLater = { logging: logging('off', null, false) };
const notHere = { logging: logging('notHere', null, false) };
const quarter = { logging: logging('on', 0.25) };
const quarterSeenLater = { logging: logging('on', 0.25, false) };
const unread = { logging: logging('unknown', null, false) };
const recent = { now: NINE + 2 * HOUR_MS };
const notYet = { reading: { state: 'notYet', words: 'not read' } } as const;
const never = { reading: { state: 'never', words: 'nobody reads it' } } as const;

const of = (facts: Partial<HourFacts>) =>
  unloggedCause({
    at: NINE,
    now: NINE + 24 * HOUR_MS,
    reading: { state: 'read', words: '' },
    ...on,
    ...day(100, 97),
    ...facts,
  });

describe('why usage was metered and not logged', () => {
  it.each<[string, Partial<HourFacts>, string]>([
    ['logging was off in that hour', { ...off, ...day(100, 40) }, 'loggingOff'],
    ['it was off, and nothing can still arrive', { ...off, ...recent, ...notYet }, 'loggingOff'],
    ['it read as off later, and nothing was logged', { ...offSeenLater, ...day(100, 0) }, 'loggingOff'],
    ['it read as off later, and something was logged', { ...offSeenLater, ...day(100, 40) }, 'unknown'],
    ['the endpoint gets no rows', { ...notHere, ...day(100, 0) }, 'notLoggedAtThisEndpoint'],
    ['the endpoint gets no rows, and yet there are some', { ...notHere, ...day(100, 60) }, 'unknown'],
    ['records may still arrive', { ...recent, ...notYet }, 'late'],
    ['our sources are behind', { ...notYet, ...day(100, 0) }, 'notCollectedYet'],
    ['no source of ours reads the log that is on', { ...never, ...day(100, 0) }, 'notCollected'],
    ['a quarter is configured, a quarter is there', { ...quarter, ...day(100, 24) }, 'sampled'],
    ['a quarter read later, a quarter is there', { ...quarterSeenLater, ...day(100, 24) }, 'sampled'],
    ['a quarter read later, nearly all are there', { ...quarterSeenLater, ...day(100, 97) }, 'unknown'],
    ['a quarter is configured, none of five is there', { ...quarter, ...day(5, 0) }, 'sampled'],
    ['a quarter is configured, none of a hundred is there', { ...quarter, ...day(100, 0) }, 'unknown'],
    ['every call is logged, nearly all are there', day(100, 97), 'notRecorded'],
    ['every call is logged, one of two is there', day(2, 1), 'notRecorded'],
    ['every call is logged, half of many are there', day(100, 50), 'unknown'],
    ['every call is logged, none is there', day(100, 0), 'unknown'],
    ['as many calls are logged as metered, with fewer tokens', day(100, 100), 'unknown'],
    ['nearly all are there, and the settings cannot be read', { ...unread, ...day(100, 97) }, 'unknown'],
    ['a part is there, and the settings cannot be read', { ...unread, ...day(100, 25) }, 'unknown'],
  ])('%s', (_, facts, cause) => {
    expect(of(facts).cause).toBe(cause);
  });

  it('comes with what it was concluded from', () => {
    expect(of({ ...quarter, ...day(100, 24) }).evidence).toEqual(['as it was set']);
    expect(of({ ...never, ...day(100, 0) }).evidence).toEqual(['nobody reads it']);
    expect(of(day(100, 97, 2)).evidence).toEqual([
      'as it was set',
      'Of some of the calls a log tells without their tokens.',
    ]);
    expect(of({ ...unread, ...day(100, 25) }).evidence).toEqual(['as it was set']);
  });
});
