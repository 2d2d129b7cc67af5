import { describe, expect, it } from 'vitest';
import type { AlertState } from '../usage/alert.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { NOTHING } from '../../test/support/judge-months.js';
import { alertsSchema } from '../runtime/config/watch-schema.js';
import { observe, unjudged } from './checks.js';
import { activityOf, type ActivityRow } from './unusual/activity.js';
import type { FirstSight } from './unusual/first-seen.js';
import type { SourceFacts, WatchFacts } from './watch-facts.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const THRESHOLDS = alertsSchema.parse({}).checks;

const see = (facts: Partial<WatchFacts>) => observe({ ...NOTHING, now: NOW, ...facts }, THRESHOLDS);

function stateOf(check: string, facts: Partial<WatchFacts>): AlertState | undefined {
  return see(facts).find((observation) => observation.check === check)?.state;
}
const source = (facts: Partial<SourceFacts>) => ({
  sources: [{ sourceId: 'prod', completeUpTo: NOW, postponedTo: null, keptDays: null, quarantined: 0, ...facts }],
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

  it.each([
    ['whose reading is due in an hour', -60 * MINUTE_MS, null, 'OK'],
    ['whose reading is due for an hour', 60 * MINUTE_MS, null, 'OK'],
    ['whose reading is due for longer', 61 * MINUTE_MS, null, 'WARN'],
    ['whose reading comes when a third of the log is gone', -60 * MINUTE_MS, 1, 'ALERT'],
  ] as const)('%s is judged by when it is due', (_, dueFor, keptDays, state) => {
    const facts = { completeUpTo: NOW - 9 * HOUR_MS, postponedTo: NOW - dueFor, keptDays };
    expect(stateOf('collector-behind', source(facts))).toBe(state);
  });

  it('says when what is not read is lost', () => {
    expect(see(source({ completeUpTo: NOW - 5 * DAY_MS, keptDays: 14 }))[0]?.words).toContain(
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

const PLACE = { cloud: 'bedrock', accountId: '111122223333', region: 'us-east-1' } as const;
const HERE = { from: NOW - 2 * HOUR_MS, to: NOW };

const calls = (failed: number, throttled: number) => ({
  calls: { window: HERE, list: [{ ...PLACE, model: 'claude-opus-5', requests: 200, failed, throttled }] },
});

describe('calls of a model', () => {
  it.each([
    ['that fail seldom', 20, 0, [undefined, undefined]],
    ['of which more than a tenth fail', 21, 0, ['WARN', undefined]],
    ['of which more than three in ten fail', 61, 0, ['ALERT', undefined]],
    ['that are throttled', 0, 25, [undefined, 'WARN']],
    ['that are throttled by the fifth', 0, 41, [undefined, 'ALERT']],
    ['that fail in a number that says nothing', 19, 19, [undefined, undefined]],
  ] as const)('%s are judged', (_, failed, throttled, states) => {
    const facts = calls(failed, throttled);
    expect([stateOf('error-rate', facts), stateOf('throttling', facts)]).toEqual(states);
  });

  it('are shown by the link as Errors shows them', () => {
    expect(see(calls(61, 0))[0]?.link).toBe(
      '/errors?from=2026-11-21T10%3A00%3A00Z&to=2026-11-21T12%3A00%3A00Z&filter=cloud%3Dbedrock&filter=accountId%3D111122223333&filter=region%3Dus-east-1',
    );
  });
});

const model = (cloud: 'foundry' | 'bedrock', name: string) => ({
  models: [{ cloud, model: name, requests: 12, since: NOW - 7 * DAY_MS }],
});

describe('a model that ends', () => {
  it.each([
    ['foundry', 'claude-opus-5', undefined, ''],
    ['foundry', 'claude-opus-4-1', 'ALERT', 'It was retired on 2026-08-05'],
    ['foundry', 'claude-sonnet-4-5', 'WARN', 'It is retired on 2026-11-30.'],
    ['bedrock', 'claude-sonnet-4-5', 'WARN', 'Its maker ends it on 2026-11-30; Bedrock sets its own day'],
  ] as const)('on %s: %s is %s', (cloud, name, state, words) => {
    const [seen] = see(model(cloud, name));
    expect(seen?.state).toBe(state);
    expect(seen?.words ?? '').toContain(words);
  });
});

describe('cost of no team', () => {
  it.each([
    [0n, 0, 'OK'],
    [10n, 1, 'OK'],
    [11n, 1, 'WARN'],
    [51n, 1, 'ALERT'],
    // No rule is written yet.
    [100n, 10, 'NO DATA'],
  ] as const)('%d %% is %s', (unattributedPico, unattributedRequests, state) => {
    const share = { requests: 10, unattributedRequests, costPico: 100n, unattributedPico, since: NOW - 7 * DAY_MS };
    expect(stateOf('unattributed-usage', { attributed: [{ cloud: 'vertex', ...share }] })).toBe(state);
  });
});

describe('usage that no log tells of', () => {
  it.each([
    [19, 100, 'OK'],
    [20, 2_000, 'OK'],
    [20, 500, 'WARN'],
    [60, 500, 'ALERT'],
  ] as const)('%d of %d calls are %s', (unlogged, metered, state) => {
    const place = { ...PLACE, unlogged, metered };
    expect(stateOf('unlogged-usage', { unlogged: [place] })).toBe(state);
  });
});

const caller = (principal: string | null, address: string | null) => ({
  callers: {
    window: HERE,
    list: [{ cloud: 'bedrock' as const, accountId: '1', identity: 'app', principal, address, requests: 3 }],
  },
});

describe('the sanctioned gateway', () => {
  const gateway = {
    principals: ['arn:aws:sts::*:assumed-role/gateway/*'],
    addresses: ['10.20.0.0/16', '2001:db8::/32'],
  };
  const seen = (principal: string | null, address: string | null) =>
    observe({ ...NOTHING, ...caller(principal, address) }, { ...THRESHOLDS, gateway: { ...gateway, minCalls: 1 } });
  it.each([
    ['by its principal', 'arn:aws:sts::1:assumed-role/gateway/x', '203.0.113.7', 0],
    ['by its network', 'arn:aws:iam::1:user/app', '10.20.3.4', 0],
    ['by its network, as IPv6', null, '2001:db8::7', 0],
    ['neither', 'arn:aws:iam::1:user/app', '10.21.3.4', 1],
    ['nothing that is known', null, null, 1],
  ])('is told %s', (_, principal, address, alerts) => expect(seen(principal, address)).toHaveLength(alerts));

  it('is not looked for where none is named', () => {
    expect(see({ callers: null })).toEqual([]);
  });
});

describe('a first sight', () => {
  const sight = (changes: Partial<FirstSight>): FirstSight => ({
    kind: 'region',
    place: 'bedrock/111122223333',
    value: 'ap-south-1',
    firstAt: NOW - HOUR_MS,
    placeSince: NOW - 30 * DAY_MS,
    anywhereSince: NOW - HOUR_MS,
    othersBefore: 2,
    ...changes,
  });
  const subjects = (...firstSights: FirstSight[]) =>
    see({ unusual: { activity: activityOf([], { from: NOW, to: NOW }), firstSights } }).map(({ subject }) => subject);

  it.each([
    ['of a region in an account', {}, 1],
    ['of long ago', { firstAt: NOW - DAY_MS }, 0],
    ['at a place that is being learned, as at the first collection', { placeSince: NOW - 10 * DAY_MS }, 0],
    ['of a region that another account knows', { anywhereSince: NOW - 20 * DAY_MS }, 1],
    ['of a model that another account knows', { kind: 'model', anywhereSince: NOW - 20 * DAY_MS }, 0],
    ['of a network of who has one', { kind: 'address', othersBefore: 1 }, 1],
    ['of a network of who has several', { kind: 'address', othersBefore: 2 }, 0],
    [
      'of a network of who is known for three weeks',
      { kind: 'address', othersBefore: 1, placeSince: NOW - 21 * DAY_MS },
      0,
    ],
  ] as const)('%s', (_, changes, alerts) => expect(subjects(sight(changes))).toHaveLength(alerts));

  it('of a program leads to its calls', () => {
    const program = sight({ kind: 'client', place: '', value: 'other: claims-desk' });
    const [alert] = see({ unusual: { activity: activityOf([], { from: NOW, to: NOW }), firstSights: [program] } });
    expect(alert?.words).toContain('The client program claims-desk was first seen');
    const link = new URL(alert?.link ?? '', 'http://ledgerline');
    expect([link.pathname, link.searchParams.getAll('filter')]).toEqual(['/requests', ['client=other: claims-desk']]);
  });

  it('of many at once is told of as one, after the first five', () => {
    const many = Array.from({ length: 40 }, (_, index) => sight({ kind: 'identity', value: `new-${10 + index}` }));
    expect(subjects(...many)).toEqual([
      ...[10, 11, 12, 13, 14].map((index) => `identity/new-${index} in bedrock/111122223333`),
      'identity/more in the hour from 2026-11-21 11:00 UTC',
    ]);
  });
});

describe('what is compared with the weeks before', () => {
  const from = NOW - 63 * DAY_MS;
  /** Two dollars an hour from 8 to 16 on weekdays; what is given for the last hours. */
  const rows = (last: Partial<ActivityRow>, hours = 2): ActivityRow[] =>
    Array.from({ length: 63 * 24 }, (_, index) => from + index * HOUR_MS).flatMap((at) => {
      const isLast = at >= NOW - hours * HOUR_MS;
      const date = new Date(at);
      const isWork = date.getUTCDay() % 6 !== 0 && date.getUTCHours() >= 8 && date.getUTCHours() < 16;
      const usual = {
        at,
        identity: 'ana',
        team: 'claims',
        requests: 30,
        refused: 0,
        tokens: 1_000,
        costPico: 2n * 10n ** 12n,
      };
      return isLast ? [{ ...usual, ...last }] : isWork ? [usual] : [];
    });
  const seenOf = (all: readonly ActivityRow[]) =>
    see({ unusual: { activity: activityOf(all, { from, to: NOW }), firstSights: [] } }).map(
      ({ check, subject, state }) => `${check} ${subject} ${state}`,
    );

  it.each([
    ['a usual hour', {}, []],
    ['four times the usual, below the least amount', { costPico: 9n * 10n ** 12n }, []],
    ['six times the usual', { costPico: 12n * 10n ** 12n }, ['usage-spike person/ana WARN']],
    ['thirty times the usual', { costPico: 60n * 10n ** 12n }, ['usage-spike person/ana ALERT']],
    ['tokens alone', { tokens: 50_000_000 }, ['usage-spike person/ana ALERT']],
    ['refusals', { refused: 12 }, ['refusals person/ana WARN']],
    ['many refusals', { requests: 90, refused: 60 }, ['refusals person/ana ALERT']],
  ] as const)('%s', (_, last, alerts) => expect(seenOf(rows(last))).toEqual(alerts));

  it('is told of with what was usual, and leads to the hour', () => {
    const [seen] = see({
      unusual: { activity: activityOf(rows({ costPico: 12n * 10n ** 12n }), { from, to: NOW }), firstSights: [] },
    });
    expect(seen?.words).toContain('ana spent $12.00 in the hour from 2026-11-21');
    expect(seen?.link).toMatch(/^\/costs\?from=2026-11-21T1[01].*filter=person%3Dana$/);
  });

  it('says nothing while the past is being read, and leaves its alerts as they are', () => {
    expect(see({ unusual: null })).toEqual([]);
    expect([...unjudged({ unusual: null })]).toEqual(['usage-spike', 'first-seen', 'refusals', 'off-hours']);
  });

  it('is not looked at when it is switched off', () => {
    const unusual = { activity: activityOf(rows({ refused: 12 }), { from, to: NOW }), firstSights: [] };
    expect(observe({ ...NOTHING, now: NOW, unusual }, THRESHOLDS, ['refusals'])).toEqual([]);
  });
});
