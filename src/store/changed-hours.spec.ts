import { describe, expect, it } from 'vitest';
import { makeCalls } from '../../test/support/seed-usage.js';
import { HOUR_MS } from '../usage/window.js';
import { changedHours } from './changed-hours.js';

const DAY = { from: Date.parse('2026-11-18T00:00:00Z'), to: Date.parse('2026-11-19T00:00:00Z') };
const EVENTS = makeCalls(6).map((call, index) => ({
  ...call,
  event: { ...call.event, occurredAt: new Date(DAY.from + index * 4 * HOUR_MS).toISOString() },
  seenBy: [],
  filledFrom: {},
  sightIds: [],
}));
const hoursOf = (...[time, events, before]: Parameters<typeof changedHours>) =>
  changedHours(time, events, before).hours.map(({ from }) => (from - DAY.from) / HOUR_MS);
const before = changedHours(DAY, EVENTS, null).digests;

describe('the hours of a day that are written', () => {
  it('are all of them when nothing is known of the last time', () => {
    expect(hoursOf(DAY, EVENTS, null)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  });

  it('are none when the day came to the same, in any order', () => {
    expect(hoursOf(DAY, EVENTS.toReversed(), before)).toEqual([]);
  });

  it('are those with another event, with one more, and with one less', () => {
    const [first, second, ...others] = EVENTS;
    if (first === undefined || second === undefined) throw new Error('six calls were asked for');
    const dearer = { ...second, effective: { femto: 1n, terms: [] }, team: 'another' };
    const late = { ...first, event: { ...first.event, eventId: `${first.event.eventId.slice(0, -1)}f` } };
    const changed = changedHours(DAY, [first, late, dearer, ...others.slice(0, -1)], before);
    expect(changed.hours.map(({ from }) => (from - DAY.from) / HOUR_MS)).toEqual([0, 4, 20]);
    expect(changed.events).toEqual([first, late, dearer]);
  });
});
