import { describe, expect, it } from 'vitest';
import { Attempts } from './attempts.js';

describe('attempts', () => {
  it('lets an address fail so many times, and once more after each refill', () => {
    const attempts = new Attempts(3, 1_000);
    for (const _ of [1, 2, 3]) {
      expect(attempts.allows('a', 0)).toBe(true);
      attempts.failed('a', 0);
    }
    expect(attempts.allows('a', 999)).toBe(false);
    expect(attempts.allows('a', 1_000)).toBe(true);
    attempts.failed('a', 1_000);
    expect(attempts.allows('a', 1_500)).toBe(false);
    expect(attempts.allows('b', 0)).toBe(true);
  });

  it('is not confused by a clock that goes back', () => {
    const attempts = new Attempts(2, 1_000);
    attempts.failed('a', 1_000_000);
    expect(attempts.allows('a', 0)).toBe(true);
  });
});
