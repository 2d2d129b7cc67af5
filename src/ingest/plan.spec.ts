import { describe, expect, it } from 'vitest';
import { DAY_MS, historyStart, HOUR_MS, MINUTE_MS, type Window } from '../usage/window.js';
import { alignToAxis, cover, hasBeenAway, planBackfill, planHistory, planRescan } from './plan.js';

const at = (text: string) => Date.parse(text);
const now = at('2026-11-20T13:24:10Z');
const inWords = (window: Window | undefined) =>
  window && `${new Date(window.from).toISOString().slice(5, 16)} to ${new Date(window.to).toISOString().slice(5, 16)}`;

describe('planRescan', () => {
  it('reads the last quarter of an hour again on the live schedule', () => {
    expect(planRescan('live', now, 0)).toEqual([{ purpose: 'live', window: { from: now - 15 * MINUTE_MS, to: now } }]);
  });

  it('reads two hours and three days again, in windows of at most an hour, newest first', () => {
    expect(planRescan('hourly', now, 0).map(({ window }) => inWords(window))).toEqual([
      '11-20T13:00 to 11-20T13:24',
      '11-20T12:00 to 11-20T13:00',
      '11-20T11:24 to 11-20T12:00',
    ]);
    const daily = planRescan('daily', now, 0);
    expect(daily).toHaveLength(73);
    expect(Math.max(...daily.map(({ window }) => window.to - window.from))).toBe(HOUR_MS);
  });

  it('never reads before the history that was asked for', () => {
    expect(planRescan('daily', now, now - HOUR_MS).at(-1)?.window.from).toBe(now - HOUR_MS);
  });
});

describe('planHistory', () => {
  const from = historyStart(now, 60);

  it('begins whole UTC days before today', () => {
    expect(new Date(from).toISOString()).toBe('2026-09-21T00:00:00.000Z');
  });

  it('takes the newest day first and each older one once it is covered', () => {
    let covered: Window[] = [];
    const order: (string | undefined)[] = [];
    for (let planned = planHistory(covered, now, from); planned !== null; planned = planHistory(covered, now, from)) {
      order.push(inWords(planned.window));
      covered = cover(covered, planned.window);
    }
    expect(order).toHaveLength(61);
    expect(order.slice(0, 2)).toEqual(['11-20T00:00 to 11-20T13:24', '11-19T00:00 to 11-20T00:00']);
    expect(order.at(-1)).toBe('09-21T00:00 to 09-22T00:00');
    expect(covered).toEqual([{ from, to: now }]);
  });

  it('fills what was missed while the service was down', () => {
    const covered = [
      { from, to: at('2026-11-20T02:00:00Z') },
      { from: at('2026-11-20T13:00:00Z'), to: now },
    ];
    // Two hours more, for records that arrived after reading had stopped.
    expect(inWords(planHistory(covered, now, from)?.window)).toBe('11-20T00:00 to 11-20T13:00');
  });
});

describe('hasBeenAway', () => {
  it.each([
    ['never read', [], false],
    ['read minutes ago', [{ from: 0, to: now - 20 * MINUTE_MS }], false],
    ['read until yesterday', [{ from: 0, to: now - DAY_MS }], true],
  ])('%s: %s', (_, covered, expected) => {
    expect(hasBeenAway(covered, now)).toBe(expected);
  });
});

describe('alignToAxis', () => {
  const from = at('2026-11-20T12:09:10Z');
  it.each([
    ['event-time', '11-20T12:09 to 11-20T13:24'],
    ['receive-time', '11-20T12:09 to 11-20T13:24'],
    ['listing', '11-20T12:00 to 11-20T13:24'],
  ] as const)('%s: %s', (axis, expected) => {
    expect(inWords(alignToAxis({ from, to: now }, axis))).toBe(expected);
  });

  it('leaves no hour folder out of a live run shortly after the hour: the running one and the one before', () => {
    const fiveAfter = at('2026-11-20T13:05:00Z');
    const windows = planRescan('live', fiveAfter, 0).map(({ window }) => inWords(alignToAxis(window, 'listing')));
    expect(windows).toEqual(['11-20T13:00 to 11-20T13:05', '11-20T12:00 to 11-20T13:00']);
  });

  it('reads the folder again in whose hour the service was stopped', () => {
    const covered = [{ from: historyStart(now, 60), to: at('2026-11-20T13:10:00Z') }];
    const gap = planHistory(covered, now, historyStart(now, 60))?.window;
    expect(inWords(gap && alignToAxis(gap, 'listing'))).toBe('11-20T11:00 to 11-20T13:24');
  });
});

describe('planBackfill', () => {
  it('covers exactly the range', () => {
    const range = { from: at('2026-10-01T06:00:00Z'), to: at('2026-10-03T06:00:00Z') };
    const windows = planBackfill(range).map(({ window }) => window);
    expect(windows.reduce<Window[]>(cover, [])).toEqual([range]);
    expect(Math.max(...windows.map(({ from, to }) => to - from))).toBeLessThanOrEqual(DAY_MS);
  });
});
