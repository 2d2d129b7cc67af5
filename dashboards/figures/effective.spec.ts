import { expect, it } from 'vitest';
import type { EffectiveRow } from '../api/generated/types.gen.js';
import { paidRows } from './effective.js';

const ROW: EffectiveRow = {
  model: 'claude-opus-5',
  entry: 'claude-opus-5 2026-07-24',
  book: '2026-11-20',
  tier: 'standard',
  rules: ['listPrice'],
  terms: [],
  requests: 1,
  listUsd: '1',
  effectiveUsd: '1',
};

it('what is paid adds up to the last femto-dollar, the dearest way of pricing first', () => {
  const { rows, sum, hasTerms } = paidRows([
    ROW,
    { ...ROW, terms: ['Enterprise 2026'], listUsd: '2', effectiveUsd: '1.800000000000001' },
  ]);
  expect(sum).toBe(2_800_000_000_000_001n);
  expect(rows.map(({ row }) => row.terms)).toEqual([['Enterprise 2026'], []]);
  expect(hasTerms).toBe(true);
});

it('at list price throughout there is nothing to tell', () => {
  expect(paidRows([ROW]).hasTerms).toBe(false);
});
