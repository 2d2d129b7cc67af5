import { describe, expect, it } from 'vitest';
import type { AlertState } from '../usage/alert.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { observe } from './checks.js';
import type { SourceFacts, Thresholds, WatchFacts } from './watch-facts.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const THRESHOLDS: Thresholds = {
  collectorBehind: { warnMinutes: 60, alertMinutes: 240 },
  quarantine: { warn: 10, alert: 1000 },
  unpriced: { warnPercent: 0, alertPercent: 5 },
  logDelivery: { alert: 1 },
};

function stateOf(check: string, facts: Partial<WatchFacts>): AlertState | undefined {
  const all = observe({ now: NOW, places: [], sources: [], unpriced: [], ...facts }, THRESHOLDS);
  return all.find((observation) => observation.check === check)?.state;
}
const source = (facts: Partial<SourceFacts>) => ({
  sources: [{ sourceId: 'prod', completeUpTo: NOW, keptDays: null, quarantined: 0, ...facts }],
});

describe('a collector', () => {
  it.each([
    ['that has never read anything', null, null, 'NO DATA'],
    ['an hour behind', 60 * MINUTE_MS, null, 'OK'],
    ['more than an hour behind', 61 * MINUTE_MS, null, 'WARN'],
    ['four hours behind', 240 * MINUTE_MS, null, 'WARN'],
    ['more than four hours behind', 241 * MINUTE_MS, null, 'ALERT'],
    ['a third of the log behind', 8 * HOUR_MS, 1, 'ALERT'],
    // Two thirds of a day's log are left.
    ['more than a third of a short log behind', 481 * MINUTE_MS, 1, 'ALERT'],
  ] as const)('%s is judged', (_, lag, keptDays, state) => {
    const completeUpTo = lag === null ? null : NOW - lag;
    expect(stateOf('collector-behind', source({ completeUpTo, keptDays }))).toBe(state);
  });

  it('says when what is not read is lost', () => {
    const facts = { now: NOW, places: [], unpriced: [], ...source({ completeUpTo: NOW - 5 * DAY_MS, keptDays: 14 }) };
    expect(observe(facts, THRESHOLDS)[0]?.words).toContain(
      'What is not read by 2026-11-30 is lost: the log keeps 14 days.',
    );
  });
});

describe('quarantine', () => {
  it.each([
    [0, 'OK'],
    [9, 'OK'],
    [10, 'WARN'],
    [999, 'WARN'],
    [1000, 'ALERT'],
  ] as const)('of %d records in a day is %s', (quarantined, state) =>
    expect(stateOf('quarantine-growing', source({ quarantined }))).toBe(state),
  );
});

describe('calls without a price', () => {
  it.each([
    [0, 100, 'OK'],
    [1, 100, 'WARN'],
    [5, 100, 'WARN'],
    [6, 100, 'ALERT'],
  ] as const)('%d of %d are %s', (unpriced, requests, state) =>
    expect(stateOf('unpriced-usage', { unpriced: [{ cloud: 'bedrock', requests, unpriced }] })).toBe(state),
  );

  it('are not looked for where there are no calls', () => {
    expect(stateOf('unpriced-usage', {})).toBeUndefined();
  });
});
