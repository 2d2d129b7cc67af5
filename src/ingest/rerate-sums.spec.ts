import { describe, expect, it } from 'vitest';
import { adjustmentsOf, type SeriesChanges } from './rerate-sums.js';

const DAY = '2026-10-20';
const key = { seriesId: 7, model: 'claude-opus-5', team: 'Claims' } as const;

/** Calls that cost `old` pico-dollars and cost `now` by the rules of today; effective is the same in femto-dollars. */
function changed(reason: SeriesChanges['reason'], requests: number, old: bigint | null, now: bigint | null) {
  return {
    ...key,
    reason,
    requests,
    oldUnpriced: old === null ? requests : 0,
    newUnpriced: now === null ? requests : 0,
    oldPico: old ?? 0n,
    newPico: now ?? 0n,
    oldFemto: (old ?? 0n) * 1000n,
    newFemto: (now ?? 0n) * 1000n,
  };
}

function booked(reason: SeriesChanges['reason'], requests: number, pico: bigint) {
  return { ...key, reason, requests, listPico: pico, effectiveFemto: pico * 1000n };
}

describe('what is still to be booked for a day of a closed month', () => {
  it.each([
    ['a first correction', [changed('bookChanged', 3, 30n, 36n)], [], [booked('bookChanged', 3, 6n)]],
    ['nothing that is booked', [changed('bookChanged', 3, 30n, 36n)], [booked('bookChanged', 3, 6n)], []],
    [
      'the rest of a correction that grows',
      [changed('bookChanged', 4, 40n, 50n)],
      [booked('bookChanged', 3, 6n)],
      [booked('bookChanged', 1, 4n)],
    ],
    [
      'the opposite of one that is taken back',
      [],
      [booked('becamePriced', 3, 36n)],
      [booked('becamePriced', -3, -36n)],
    ],
    ['a price that is lost', [changed('becameUnpriced', 2, 20n, null)], [], [booked('becameUnpriced', 2, -20n)]],
    [
      'another reason in place of the one before',
      [changed('mappingChanged', 3, 30n, 39n)],
      [booked('bookChanged', 3, 6n)],
      [booked('bookChanged', -3, -6n), booked('mappingChanged', 3, 9n)],
    ],
  ] as const)('%s', (_, changes, alreadyBooked, bookings) => {
    const adjustments = adjustmentsOf(DAY, changes, alreadyBooked);
    expect(adjustments.bookings).toEqual(bookings);
    // What is booked is what the report says, and once it is booked nothing is left.
    const reported = adjustments.differences.reduce((sum, { oldPico, newPico }) => sum + newPico - oldPico, 0n);
    expect(reported).toBe(bookings.reduce((sum, { listPico }) => sum + listPico, 0n));
    expect(adjustmentsOf(DAY, changes, added([...alreadyBooked, ...bookings]))).toEqual({
      bookings: [],
      differences: [],
    });
  });

  it('tells calls without a price from calls that cost nothing', () => {
    const [first] = adjustmentsOf(DAY, [changed('becamePriced', 3, null, 36n)], []).differences;
    expect(first).toMatchObject({ oldUnpriced: 3, newUnpriced: 0, oldPico: 0n, newPico: 36n, adjusts: true });
    const [back] = adjustmentsOf(DAY, [], [booked('becamePriced', 3, 36n)]).differences;
    expect(back).toMatchObject({ requests: 3, oldUnpriced: 0, newUnpriced: 3, oldPico: 36n, newPico: 0n });
  });
});

/** The rows of each reason added up, as the database does. */
function added(rows: readonly ReturnType<typeof booked>[]) {
  return [...new Set(rows.map(({ reason }) => reason))].map((reason) => {
    const same = rows.filter((row) => row.reason === reason);
    return booked(
      reason,
      same.reduce((sum, { requests }) => sum + requests, 0),
      same.reduce((sum, { listPico }) => sum + listPico, 0n),
    );
  });
}
