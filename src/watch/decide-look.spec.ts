import { describe, expect, it } from 'vitest';
import { alertKey, type AlertState, newAlert, type Observation } from '../usage/alert.js';
import { decideLook, type KnownAlert, type Listener } from './decide-look.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const ALL: Listener = { channelId: 'all', checks: undefined };

function observation(check: string, subject: string, state: AlertState): Observation {
  return { check, subject, state, words: `${subject} is ${state}`, evidence: {}, link: '/log-health' };
}

/** An alert whose channels know its state. */
function known(check: string, subject: string, state: AlertState): KnownAlert {
  const memory = { ...newAlert(0), state, wasKnown: true, toldState: state, toldAt: 0 };
  return { alertId: `id of ${check} ${subject}`, check, subject, memory, link: '/log-health' };
}

function decide(
  observations: Observation[],
  alerts: KnownAlert[],
  listeners: Listener[] = [ALL],
  unjudged: ReadonlySet<string> = new Set(),
) {
  let number = 0;
  return decideLook({
    observations,
    unjudged,
    known: new Map(alerts.map((alert) => [alertKey(alert), alert])),
    listeners,
    machine: { settleMs: 0, renotifyMs: null },
    now: NOW,
    newId: () => `new ${(number += 1)}`,
  });
}

describe('a look', () => {
  it('makes one message of everything that is news, the worst first', () => {
    const { messages } = decide(
      [
        observation('retention', 'a', 'WARN'),
        observation('retention', 'b', 'OK'),
        observation('retention', 'c', 'ALERT'),
      ],
      [known('retention', 'b', 'ALERT')],
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]?.message.items.map(({ subject, news, from, state }) => [subject, news, from, state])).toEqual([
      ['c', 'opened', 'UNKNOWN', 'ALERT'],
      ['a', 'opened', 'UNKNOWN', 'WARN'],
      ['b', 'resolved', 'ALERT', 'OK'],
    ]);
  });

  it('sends nothing when nothing is news', () => {
    const { changes, messages } = decide([observation('retention', 'a', 'ALERT')], [known('retention', 'a', 'ALERT')]);
    expect(messages).toEqual([]);
    expect(changes).toHaveLength(1);
  });

  it('tells each channel only of the checks that it is for', () => {
    const { messages } = decide(
      [observation('retention', 'a', 'ALERT'), observation('unpriced-usage', 'bedrock', 'WARN')],
      [],
      [
        { channelId: 'security', checks: ['retention'] },
        { channelId: 'finance', checks: ['unpriced-usage'] },
        { channelId: 'nobody', checks: ['log-delivery'] },
      ],
    );
    expect(messages.map(({ channelId, message }) => [channelId, message.items.map(({ check }) => check)])).toEqual([
      ['security', ['retention']],
      ['finance', ['unpriced-usage']],
    ]);
  });

  it('keeps the id of an alert that is known, and gives a new one a new id', () => {
    const { changes } = decide(
      [observation('retention', 'a', 'OK'), observation('retention', 'b', 'OK')],
      [known('retention', 'a', 'OK')],
    );
    expect(changes.map(({ alertId }) => alertId)).toEqual(['id of retention a', 'new 1']);
  });

  it('ends what is no longer watched', () => {
    const { messages } = decide([], [known('collector-behind', 'old source', 'ALERT')]);
    expect(messages[0]?.message.items).toMatchObject([
      { subject: 'old source', news: 'resolved', words: 'old source is no longer watched.' },
    ]);
  });
});

describe('an alert that is no longer seen', () => {
  const spike = known('usage-spike', 'person/ana', 'ALERT');

  it('is over, and told of as over', () => {
    const { changes, messages } = decide([], [spike]);
    expect(changes.map(({ next }) => next.state)).toEqual(['OK']);
    expect(messages[0]?.message.items[0]?.words).toBe('Nothing is to be told of person/ana any more.');
  });

  it('stays as it is while its check cannot look', () => {
    expect(decide([], [spike], [ALL], new Set(['usage-spike']))).toEqual({ changes: [], messages: [] });
  });

  it('is not written again at every look once it is over', () => {
    expect(decide([], [known('usage-spike', 'person/ana', 'OK')])).toEqual({ changes: [], messages: [] });
  });
});
