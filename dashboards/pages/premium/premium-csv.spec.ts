import { expect, it } from 'vitest';
import { premiumCsv } from './premium-csv.js';
import { whatIfCsv } from './what-if-csv.js';

const head = {
  range: '1 – 20 Nov 2026',
  timeZone: 'UTC',
  filters: 'none',
  completeUpTo: null,
  priceBook: '2026-11-09',
};

it('the file of the premium has the total first, every digit, and nothing where an amount is not known', () => {
  const line = {
    key: 'Claims',
    requests: 4,
    costUsd: 11_000_000_000_011n,
    premiumUsd: 1_000_000_000_001n,
    possibleUsd: 1_000_000_000_001n,
    blockedUsd: 0n,
    policies: [],
    notOfferedUsd: 0n,
    provisionedRequests: 0,
    scopes: ['geo'],
  };
  const lines = premiumCsv(head, 'team', [{ ...line, key: null, costUsd: null, premiumUsd: null }], line);
  expect(lines).toContainEqual(['Complete up to', 'not known']);
  expect(lines.slice(-2)).toEqual([
    ['Total', '4', '11.000000000011', '1.000000000001', '1.000000000001', '0', '0', '0'],
    ['Unattributed', '4', '', '', '1.000000000001', '0', '0', '0'],
  ]);
});

it('the file of what it would have cost says what was imagined, and why that is no promise', () => {
  const row = {
    key: 'Claims',
    requests: 4,
    leftOut: 0,
    wasUsd: 2_000_000_000_000n,
    imaginedUsd: 1_000_000_000_000n,
    differenceUsd: -1_000_000_000_000n,
    share: -0.5,
    notes: ['a'],
  };
  const caveats = [{ letter: 'a', words: 'Another model answers at another length.' }];
  const lines = whatIfCsv({ ...head, change: 'With claude-opus-5', caveats }, 'team', [row], row);
  expect(lines).toContainEqual(['Change', 'With claude-opus-5']);
  expect(lines).toContainEqual(['Note a: Another model answers at another length.']);
  expect(lines.at(-1)).toEqual(['Claims', '4', '2', '1', '-1', 'a']);
});
