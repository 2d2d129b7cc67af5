import { expect, it } from 'vitest';
import type { NewsItem } from '../usage/alert.js';
import { headlineOf, textOf, WRITTEN_OUT } from './message-words.js';
import { nextAttemptAt } from './next-attempt.js';

const item: NewsItem = {
  alertId: 'f3b0b5a4-58a6-4b43-9d6f-27f2c62f90a3',
  check: 'log-delivery',
  subject: 'bedrock/111122223333/us-east-1',
  news: 'resolved',
  from: 'ALERT',
  state: 'OK',
  at: '2026-11-21T12:00:00.000Z',
  words: 'No delivery of records failed in the last 24 hours.',
  link: '/log-health',
};

it('names one alert, and counts several', () => {
  expect(headlineOf({ items: [item] })).toBe('Ledgerline OK: log-delivery of bedrock/111122223333/us-east-1 is over');
  expect(headlineOf({ items: [{ ...item, state: 'ALERT' }, item, item] })).toBe('Ledgerline: 3 alerts (1 ALERT, 2 OK)');
});

it('writes out what a person can read and counts the rest', () => {
  const text = textOf({ items: Array.from({ length: WRITTEN_OUT + 5 }, () => item) }, 'https://ledger.example.com/');
  expect(text.match(/https:\/\/ledger\.example\.com\/log-health/g)).toHaveLength(WRITTEN_OUT);
  expect(text.endsWith('and 5 more')).toBe(true);
});

it('tries again after 5, 15, 45 seconds and so on, at most five minutes apart, for a day', () => {
  const pauses = [1, 2, 3, 4, 5, 50].map((attempts) => (nextAttemptAt(attempts, 0, 1_000) ?? 0) - 1_000);
  expect(pauses).toEqual([5_000, 15_000, 45_000, 135_000, 300_000, 300_000]);
  expect(nextAttemptAt(300, 0, 24 * 3_600_000)).toBeNull();
});
