import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../usage/window.js';
import { commitmentOf, commitmentsSchema, shareCommitment, shareOut, type Commitment } from './commitments.js';

const at = (text: string) => Date.parse(text);
const HOUR = at('2026-11-02T10:00:00Z');

function commitment(given: Record<string, unknown>): Commitment {
  const [parsed] = commitmentsSchema.parse([
    { name: 'units', from: '2026-11-01', when: {}, usd: '10', per: 'hour', ...given },
  ]);
  if (parsed === undefined) throw new Error('no commitment');
  return parsed;
}

const oneHour = { from: HOUR, to: HOUR + HOUR_MS };

describe('a commitment', () => {
  it('is shared out by use, to the last pico-dollar', () => {
    const use = [
      { hour: HOUR, key: 'a', weight: 1n },
      { hour: HOUR, key: 'b', weight: 1n },
      { hour: HOUR, key: 'c', weight: 1n },
    ];
    const [hour] = shareCommitment(commitment({}), oneHour, use);
    expect(hour).toEqual({
      hour: HOUR,
      cost: 10_000_000_000_000n,
      shares: [
        { key: 'a', amount: 3_333_333_333_334n },
        { key: 'b', amount: 3_333_333_333_333n },
        { key: 'c', amount: 3_333_333_333_333n },
      ],
      idle: 0n,
    });
  });

  it('that nobody used in an hour is idle there, and its use in other hours does not matter', () => {
    const use = [
      { hour: HOUR, key: 'a', weight: 0n },
      { hour: HOUR + HOUR_MS, key: 'a', weight: 5n },
    ];
    const hours = shareCommitment(commitment({}), { from: HOUR, to: HOUR + 2 * HOUR_MS }, use);
    expect(hours.map(({ shares, idle }) => [shares.length, idle])).toEqual([
      [0, 10_000_000_000_000n],
      [1, 0n],
    ]);
  });

  it.each([
    ['2026-11-01', '2026-12-01', 720],
    ['2026-02-01', '2026-03-01', 672],
    ['2026-12-01', '2027-01-01', 744],
  ])('by the month costs from %s to %s exactly its price, over %i hours', (from, to, hours) => {
    const shared = shareCommitment(
      commitment({ from: '2026-01-01', per: 'month', usd: '1000.01' }),
      { from: at(from), to: at(to) },
      [],
    );
    expect(shared).toHaveLength(hours);
    expect(shared.reduce((sum, { cost }) => sum + cost, 0n)).toBe(1_000_010_000_000_000n);
  });

  it('costs nothing before its first hour and from its end on', () => {
    const paid = commitment({ from: '2026-11-02T11:00:00Z', to: '2026-11-02T13:00:00Z' });
    const hours = shareCommitment(paid, { from: HOUR, to: HOUR + 24 * HOUR_MS }, []);
    expect(hours.map(({ hour }) => new Date(hour).toISOString())).toEqual([
      '2026-11-02T11:00:00.000Z',
      '2026-11-02T12:00:00.000Z',
    ]);
  });

  it('is drawn on by the calls that it names, in its time', () => {
    const commitments = commitmentsSchema.parse([
      { name: 'opus', from: '2026-11-01', when: { model: '*-opus-*' }, usd: '1', per: 'hour' },
      { name: 'rest', from: '2026-11-01', when: { cloud: 'bedrock' }, usd: '1', per: 'hour' },
    ]);
    const call = {
      cloud: 'bedrock',
      accountId: '1',
      region: 'us-east-1',
      modelId: 'x',
      model: 'claude-opus-5',
    } as const;
    const named = (changes: object, occurredAt = '2026-11-02T00:00:00.000Z') =>
      commitmentOf({ ...call, ...changes, occurredAt }, commitments)?.name;
    expect(named({})).toBe('opus');
    expect(named({ model: null })).toBe('rest');
    expect(named({ cloud: 'vertex', model: null })).toBeUndefined();
    expect(named({}, '2026-10-31T23:59:59.999Z')).toBeUndefined();
  });

  it.each([
    ['a start off the hour', { from: '2026-11-02T10:30:00Z' }, /on the hour/],
    ['an end off the hour', { to: '2026-11-02T10:30:00Z' }, /on the hour/],
    ['no start', { from: undefined }, /from/],
    ['an amount that is no text', { usd: 10 }, /usd/],
    ['another period', { per: 'year' }, /per/],
  ])('with %s is refused', (_, given, message) => {
    expect(() => commitment(given)).toThrow(message);
  });
});

describe('sharing out', () => {
  const users = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.bigInt(0n, 10n ** 12n) }));

  it('makes parts that sum to the whole, none a unit or more off its due', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), users, (amount, of) => {
        const parts = shareOut(amount, of);
        const all = of.reduce((sum, { weight }) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part.amount, 0n)).toBe(all === 0n ? 0n : amount);
        for (const { key, amount: part } of parts) {
          const weight = of.filter((one) => one.key === key).reduce((sum, one) => sum + one.weight, 0n);
          const off = part * all - amount * weight;
          expect(off < all && -off < all).toBe(true);
        }
      }),
    );
  });

  it.each([[['a', 'b', 'c']], [['c', 'a', 'b']], [['b', 'c', 'a']]])(
    'does not depend on the order of the users: %j',
    (keys) => {
      const parts = shareOut(
        11n,
        keys.map((key) => ({ key, weight: 1n })),
      );
      expect(Object.fromEntries(parts.map(({ key, amount }) => [key, amount]))).toEqual({ a: 4n, b: 4n, c: 3n });
    },
  );
});
