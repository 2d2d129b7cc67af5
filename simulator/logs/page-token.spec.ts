import { describe, expect, it } from 'vitest';
import { readPageToken, writePageToken, type PageToken } from './page-token.js';

const DAY_MS = 86_400_000;
const token: PageToken = {
  query: 'a',
  issuedAt: 1_000,
  after: { timestamp: 5, ingestedAt: 6, eventId: '7' },
  emptyPages: 0,
  refused: false,
};
const text = writePageToken(token, 7);

describe('a page token', () => {
  it('comes back as it was issued for a day', () => {
    expect(readPageToken(text, 'a', 1_000 + DAY_MS, 7)).toEqual(token);
  });

  it.each<[string, string, string, number]>([
    ['for another query', text, 'b', 2_000],
    ['after a day', text, 'a', 1_001 + DAY_MS],
    ['that was changed', `x${text.slice(1)}`, 'a', 2_000],
    ['that is no token at all', 'nonsense', 'a', 2_000],
    ['that was marked as refused', writePageToken({ ...token, refused: true }, 7), 'a', 2_000],
  ])('is refused %s', (_why, given, query, now) => {
    expect(readPageToken(given, query, now, 7)).toBeNull();
  });
});
