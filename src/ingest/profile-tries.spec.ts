import { describe, expect, it } from 'vitest';
import { nextTry } from './profile-tries.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('a profile that could not be resolved', () => {
  it.each([
    ['denied', 1, '2026-11-20T12:01:00Z'],
    ['denied', 2, '2026-11-20T12:05:00Z'],
    ['denied', 3, '2026-11-20T12:15:00Z'],
    ['denied', 4, '2026-11-20T13:00:00Z'],
    ['denied', 400, '2026-11-20T13:00:00Z'],
    ['pending', 1, '2026-11-20T12:01:00Z'],
    ['pending', 9, '2026-11-20T13:00:00Z'],
    ['gone', 1, '2026-11-21T12:00:00Z'],
    ['gone', 2, '2026-11-21T12:00:00Z'],
    ['gone', 3, null],
  ] as const)('that is %s after %i tries is asked for again at %s', (state, tries, at) => {
    expect(nextTry(state, tries, NOW)).toEqual(at === null ? null : new Date(at));
  });
});
