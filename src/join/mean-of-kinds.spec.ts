import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf } from './mean-of-kinds.js';

const seen = (kind: string, count: number, value: number) => Array.from({ length: count }, () => ({ kind, value }));
const of = (all: readonly { readonly kind: string; readonly value: number }[], expected = 0.25) =>
  meanOf(all, ({ value }) => value, expected);

describe('the mean of a kind', () => {
  it('is what is expected before anything is seen', () => {
    expect(of([]).of('streamed')).toBe(0.25);
  });

  it('does not go to nothing because a few had none', () => {
    expect(of(seen('streamed', 7, 0)).of('streamed')).toBeGreaterThan(0.04);
  });

  it('is its own where many were seen, whatever other kinds are like', () => {
    const all = [...seen('streamed', 2_000, 0), ...seen('whole', 2_000, 1)];
    expect(of(all).of('streamed')).toBeLessThan(0.002);
    expect(of(all).of('whole')).toBeGreaterThan(0.998);
  });

  it('comes closer to what is seen with everything that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.constantFrom(0, 1), (count, value) => {
        const error = (many: number) => Math.abs(of(seen('streamed', many, value)).of('streamed') - value);
        expect(error(count + 1)).toBeLessThanOrEqual(error(count));
      }),
    );
  });
});
