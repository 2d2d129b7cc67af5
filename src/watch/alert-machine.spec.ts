import { describe, expect, it } from 'vitest';
import { type MachineSettings, stepAlert } from './alert-machine.js';
import { ALERT_STATES, type AlertMemory, type AlertState, newAlert, type News } from '../usage/alert.js';

const MINUTE = 60_000;
const AT_ONCE: MachineSettings = { settleMs: 0, renotifyMs: null };

/** An alert that is in a state and whose channels know it. */
function standing(state: AlertState): AlertMemory {
  return { ...newAlert(0), state, wasKnown: true, toldState: state, toldAt: 0 };
}

const muted = (state: AlertState, until: number) => ({ ...standing(state), mutedUntil: until });

/** Looks a minute apart, each observed state with what it made the alert and whom it told. */
function play(observed: readonly AlertState[], settings: MachineSettings = AT_ONCE, start = newAlert(0)): string[] {
  let memory = start;
  return observed.map((state, minute) => {
    const step = stepAlert(memory, state, minute * MINUTE, settings);
    memory = step.next;
    return `${step.next.state}${step.notify === null ? '' : ` ${step.notify}`}`;
  });
}

/** From every state to every state: what the channels are told. `.` is nothing. */
const TRANSITIONS: Record<AlertState, Record<AlertState, News | '.'>> = {
  OK: { OK: '.', WARN: 'opened', ALERT: 'opened', 'NO DATA': 'lost', UNKNOWN: 'lost' },
  WARN: { OK: 'resolved', WARN: '.', ALERT: 'worsened', 'NO DATA': 'lost', UNKNOWN: 'lost' },
  ALERT: { OK: 'resolved', WARN: 'eased', ALERT: '.', 'NO DATA': 'lost', UNKNOWN: 'lost' },
  'NO DATA': { OK: 'resolved', WARN: 'opened', ALERT: 'opened', 'NO DATA': '.', UNKNOWN: '.' },
  UNKNOWN: { OK: 'resolved', WARN: 'opened', ALERT: 'opened', 'NO DATA': '.', UNKNOWN: '.' },
};

describe('an alert that is known', () => {
  it.each(ALERT_STATES.flatMap((from) => ALERT_STATES.map((to) => [from, to, TRANSITIONS[from][to]] as const)))(
    'that goes from %s to %s tells: %s',
    (from, to, news) => {
      const { next, transition, notify } = stepAlert(standing(from), to, MINUTE, AT_ONCE);
      expect(notify ?? '.').toBe(news);
      expect(transition).toEqual(from === to ? null : { from, to });
      expect(next.state).toBe(to);
      expect(next.toldState).toBe(notify === null ? from : to);
    },
  );
});

describe('a new alert', () => {
  it.each([
    ['OK', null],
    ['WARN', 'opened'],
    ['ALERT', 'opened'],
    ['NO DATA', null],
    ['UNKNOWN', null],
  ] as const)('that is first seen %s tells %s', (state, news) => {
    expect(stepAlert(newAlert(0), state, 0, AT_ONCE).notify).toBe(news);
  });

  it('never pages about silence before anything was known, and does afterwards', () => {
    expect(play(['NO DATA', 'UNKNOWN', 'NO DATA', 'OK', 'NO DATA', 'UNKNOWN', 'OK'])).toEqual([
      'NO DATA',
      'UNKNOWN',
      'NO DATA',
      'OK',
      'NO DATA lost',
      'UNKNOWN',
      'OK resolved',
    ]);
  });
});

describe('settling', () => {
  const settings = { settleMs: 2 * MINUTE, renotifyMs: null };

  it('waits until another state has lasted', () => {
    expect(play(['ALERT', 'ALERT', 'ALERT', 'ALERT'], settings)).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'ALERT opened',
      'ALERT',
    ]);
  });

  it('forgets what did not last', () => {
    const flapping: AlertState[] = ['ALERT', 'OK', 'ALERT', 'OK', 'ALERT', 'OK'];
    expect(play(flapping, settings, standing('OK'))).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'OK']);
  });

  it('counts anew when the state that is waiting changes', () => {
    expect(play(['WARN', 'WARN', 'ALERT', 'ALERT', 'ALERT'], settings, standing('OK'))).toEqual([
      'OK',
      'OK',
      'OK',
      'OK',
      'ALERT opened',
    ]);
  });

  it('says since when a state holds', () => {
    const first = stepAlert(standing('OK'), 'ALERT', 0, settings);
    expect(first.next.pending).toEqual({ state: 'ALERT', since: 0 });
    const later = stepAlert(first.next, 'ALERT', 2 * MINUTE, settings);
    expect([later.next.since, later.next.pending]).toEqual([2 * MINUTE, null]);
  });
});

describe('reminding', () => {
  it('tells again what still stands, at the interval, and never that all is well', () => {
    const settings = { settleMs: 0, renotifyMs: 3 * MINUTE };
    expect(play(['ALERT', 'ALERT', 'ALERT', 'ALERT', 'ALERT', 'OK', 'OK', 'OK', 'OK', 'OK'], settings)).toEqual([
      'ALERT opened',
      'ALERT',
      'ALERT',
      'ALERT reminder',
      'ALERT',
      'OK resolved',
      'OK',
      'OK',
      'OK',
      'OK',
    ]);
  });

  it('does not, unless it is asked to', () => {
    const later = stepAlert(standing('ALERT'), 'ALERT', 1e12, AT_ONCE);
    expect(later.notify).toBeNull();
  });
});

describe('a mute', () => {
  it('keeps the history and tells nobody', () => {
    const { next, transition, notify } = stepAlert(muted('OK', 10 * MINUTE), 'ALERT', MINUTE, AT_ONCE);
    expect([next.state, transition, notify]).toEqual(['ALERT', { from: 'OK', to: 'ALERT' }, null]);
  });

  it('that ends on an open alert tells of it then', () => {
    expect(play(['ALERT', 'ALERT', 'ALERT', 'ALERT'], AT_ONCE, muted('OK', 2 * MINUTE))).toEqual([
      'ALERT',
      'ALERT',
      'ALERT opened',
      'ALERT',
    ]);
  });

  it('that ends after everything is over says nothing to those who never knew', () => {
    expect(play(['ALERT', 'OK', 'OK', 'OK'], AT_ONCE, muted('OK', 2 * MINUTE))).toEqual(['ALERT', 'OK', 'OK', 'OK']);
  });

  it('that ends after everything is over tells those who knew', () => {
    expect(play(['ALERT', 'OK', 'OK', 'OK'], AT_ONCE, muted('ALERT', 2 * MINUTE))).toEqual([
      'ALERT',
      'OK',
      'OK resolved',
      'OK',
    ]);
  });

  it('is forgotten when it is over', () => {
    expect(stepAlert(muted('OK', MINUTE), 'OK', MINUTE, AT_ONCE).next.mutedUntil).toBeNull();
  });
});
