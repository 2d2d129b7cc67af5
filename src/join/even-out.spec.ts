import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenOut } from './even-out.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('differences of hours', () => {
  it.each([
    { of: [5, 3], left: [5, 3], below: 0, owed: 0, words: 'stay where none is below zero' },
    { of: [-2, 5], left: [0, 3], below: 2, owed: 0, words: 'are taken out of a later hour' },
    {
      of: [5, -2],
      left: [3, 0],
      below: 2,
      owed: 0,
      words: 'are taken out of an earlier hour where no later one has them',
    },
    { of: [4, -6, 1, 2], left: [1, 0, 0, 0], below: 6, owed: 0, words: 'go forward first, then back' },
    { of: [1, -3], left: [0, 0], below: 3, owed: 2, words: 'are owed where the day has too little' },
  ])('$words', ({ of, left, below, owed }) => {
    expect(evenOut(of)).toEqual({ left, below, hoursBelow: of.filter((hour) => hour < 0).length, owed });
  });

  it('keep the sum of the day, none below zero', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 24 }), (differences) => {
        const { left, owed } = evenOut(differences);
        expect(left.every((value) => value >= 0)).toBe(true);
        expect(sum(left) - owed).toBe(sum(differences));
        expect(owed === 0 || sum(left) === 0).toBe(true);
      }),
    );
  });
});
