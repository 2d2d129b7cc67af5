import { expect, it } from 'vitest';
import {
  endOfMute,
  evidenceLabel,
  isMuted,
  openedOnHealth,
  pageOfAlert,
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
  expect(openedOnHealth({ subject: 'bedrock/111122223333/us-east-1' })).toEqual({
    place: 'bedrock/111122223333/us-east-1',
  });
  expect(openedOnHealth({ subject: 'bedrock-3333-us-east-1' })).toEqual({ source: 'bedrock-3333-us-east-1' });
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
