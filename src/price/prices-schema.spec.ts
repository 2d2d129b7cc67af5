import { describe, expect, it } from 'vitest';
import { configurations, type Mistake } from '../../test/support/configuration.js';

const { mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'a section of prices that is mistyped',
    'prices: { comitments: [] }',
    '1:11 prices: unknown key "comitments"; did you mean "commitments"?',
  ],
  [
    'a key of the only table of a currency',
    'prices: { currency: { currency: EUR, rates: [{ from: 2026-10-01, perUSD: "0.85", perUsd: "0.85" }] } }',
    '1:66 prices.currency.rates[0]: unknown key "perUSD"; did you mean "perUsd"?',
  ],
  [
    'a key of one of several tables of currencies',
    'prices: { currency: [{ curency: EUR, currency: EUR, rates: [{ from: 2026-10-01, perUsd: "0.85" }] }] }',
    '1:24 prices.currency[0]: unknown key "curency"; did you mean "currency"?',
  ],
  [
    'a rate of a currency that is no text',
    'prices: { currency: [{ currency: EUR, rates: [{ from: 2026-10-01, perUsd: 0.85 }] }] }',
    '1:75 prices.currency[0].rates[0].perUsd: Invalid input: expected string, received number',
  ],
  [
    'two tables of one currency',
    'prices: { currency: [{ currency: EUR, rates: [{ from: 2026-10-01, perUsd: "1" }] }, { currency: EUR, rates: [{ from: 2026-10-01, perUsd: "1" }] }] }',
    '1:21 prices.currency: two tables are of the same currency',
  ],
  [
    'a text where a table of a currency belongs',
    'prices: { currency: EUR }',
    '1:21 prices.currency: expected a table of rates, or a list of them',
  ],
  [
    'a commitment that does not begin on the hour',
    'prices: { commitments: [{ name: a, from: "2026-10-01T00:30:00Z", when: {}, usd: "1", per: hour }] }',
    '1:42 prices.commitments[0].from: must be on the hour: capacity is paid by the hour',
  ],
  [
    'a condition of a residency policy that does not exist',
    'prices: { residency: [{ name: a, when: { regoin: eu-* } }] }',
    '1:42 prices.residency[0].when: unknown key "regoin"; did you mean "region"?',
  ],
  [
    'a setting that the price book cannot follow',
    'prices: { book: { extendedAccess: [{ model: claude-opus-5, from: 2026-01-01 }] } }',
    '1:45 prices.book.extendedAccess[0].model: the book has no rates of extended access for "claude-opus-5"',
  ],
  [
    'a factor of GovCloud that is no text',
    'prices: { book: { govCloudMultiplier: 1.3 } }',
    '1:39 prices.book.govCloudMultiplier: Invalid input: expected string, received number',
  ],
];

describe('mistakes in the prices of a configuration', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
  });
});
