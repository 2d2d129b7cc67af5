import { expect, it } from 'vitest';
import type { Alert } from '../api/generated/types.gen.js';
import {
  endOfMute,
  evidenceLabel,
  isMuted,
  openedOnHealth,
  pageOfAlert,
  partAlerts,
  searchOfAlert,
  TONE_OF_ALERT,
  wantSomebody,
} from './alerts.js';

const now = Date.parse('2026-11-20T13:00:00Z');

it('only warnings and alerts want somebody', () => {
  expect(wantSomebody({ counts: { ok: 9, warn: 2, alert: 1, noData: 4, unknown: 5 } })).toBe(3);
});

it('neither silence nor what cannot be told looks fine', () => {
  expect([TONE_OF_ALERT['NO DATA'], TONE_OF_ALERT.UNKNOWN]).toEqual(['unknown', 'unknown']);
});

it.each([
  ['day', '', '2026-11-21T13:00:00Z'],
  ['week', '', '2026-11-27T13:00:00Z'],
  ['date', '2026-11-22', '2026-11-22T23:00:00Z'],
  ['date', '', null],
  ['date', '22 November', null],
] as const)('a mute by %s, last day "%s", ends at %s in Berlin', (span, lastDay, end) => {
  expect(endOfMute(span, lastDay, now, 'Europe/Berlin')).toBe(end);
});

it('a mute that has ended is none', () => {
  expect(isMuted({ mutedUntil: '2026-11-20T13:00:00Z' }, now)).toBe(false);
  expect(isMuted({ mutedUntil: '2026-11-20T13:00:01Z' }, now)).toBe(true);
  expect(isMuted({ mutedUntil: null }, now)).toBe(false);
});

it('an alert leads to the page that shows it, and nowhere when there is none', () => {
  expect(pageOfAlert({ link: '/log-health' })).toBe('/log-health');
  expect(pageOfAlert({ link: '/unpriced' })).toBe('/unpriced');
  expect(pageOfAlert({ link: 'https://elsewhere.example' })).toBeNull();
});

it.each([
  ['/log-health?tab=retention', 'bedrock/1/us-east-1', { tab: 'retention', place: 'bedrock/1/us-east-1' }],
  ['/log-health?tab=sources', 'bedrock-1-us-east-1', { tab: 'sources', source: 'bedrock-1-us-east-1' }],
  ['/log-health?tab=quarantine', 'bedrock-1-us-east-1', { tab: 'quarantine' }],
  ['/log-health?tab=completeness', 'vertex/p/eu', { tab: 'completeness' }],
  ['/log-health', 'vertex/p/eu', { place: 'vertex/p/eu' }],
])('the link %s of an alert about %s opens the part of Log health that shows it', (link, subject, opened) => {
  expect(openedOnHealth({ link, subject })).toEqual(opened);
});

function alert(alertId: string, check: string, state: Alert['state'], more: Partial<Alert> = {}): Alert {
  return {
    alertId,
    check,
    state,
    subject: alertId,
    since: '2026-11-20T10:00:00Z',
    pending: null,
    words: '',
    evidence: {},
    link: '/log-health',
    mutedUntil: null,
    muteReason: null,
    toldState: 'OK',
    toldAt: null,
    observedAt: '2026-11-20T12:59:00Z',
    ...more,
  };
}

function ids(alerts: readonly Alert[]): string[] {
  return alerts.map(({ alertId }) => alertId);
}

it('what wants somebody stands by itself: firing, not to be told, muted; what is fine is folded by kind', () => {
  const mutedUntil = '2026-11-21T00:00:00Z';
  const parted = partAlerts(
    [
      alert('a', 'retention', 'ALERT'),
      alert('b', 'retention', 'WARN', { mutedUntil }),
      alert('c', 'throttling', 'WARN', { mutedUntil: '2026-11-20T12:00:00Z' }),
      alert('d', 'retention', 'UNKNOWN'),
      alert('e', 'collector-behind', 'NO DATA'),
      alert('f', 'retention', 'OK'),
      alert('g', 'quarantine-growing', 'OK'),
      alert('h', 'retention', 'OK', { observedAt: '2026-11-20T11:30:00Z', mutedUntil }),
    ],
    now,
  );
  expect(ids(parted.firing)).toEqual(['a', 'c']);
  expect(ids(parted.unknown)).toEqual(['d', 'e']);
  expect(ids(parted.muted)).toEqual(['b']);
  expect(parted.fine.map(({ check, alerts }) => [check, ...ids(alerts)])).toEqual([
    ['retention', 'f', 'h'],
    ['quarantine-growing', 'g'],
  ]);
  // Not the newest look: of one of them nothing is known since then.
  expect(parted.fine[0]?.lookedAt).toBe('2026-11-20T11:30:00Z');
});

it('an alert about what somebody did leads to it, with its range and filters', () => {
  const link = '/costs?from=2026-11-21T10%3A00%3A00Z&to=2026-11-21T12%3A00%3A00Z&filter=person%3Dana+b&filter=team%3D';
  expect(pageOfAlert({ link })).toBe('/costs');
  expect(searchOfAlert({ link })).toEqual({
    range: undefined,
    from: '2026-11-21T10:00:00Z',
    to: '2026-11-21T12:00:00Z',
    filter: ['person=ana b', 'team='],
  });
  expect(searchOfAlert({ link: '/log-health' })).toEqual({});
});

it('evidence has words, and its own name where it has none', () => {
  expect(['usd', 'firstSeen'].map((name) => evidenceLabel(name, { usd: 'spent' }))).toEqual(['spent', 'first seen']);
});
