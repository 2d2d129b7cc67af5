import { expect, it } from 'vitest';
import { plainUsd } from '../format/money.js';
import { splitLines, stripeOf } from './cost-lines.js';

const lines = [
  { class: 'input', quantity: '1000', usdPerMillion: '5', multiplier: '1', amountUsd: '0.005', rule: 'listPrice' },
  { class: 'output', quantity: '200', usdPerMillion: '25', multiplier: '1', amountUsd: '0.005', rule: 'listPrice' },
  {
    class: 'input',
    quantity: '1000',
    usdPerMillion: '5',
    multiplier: '0.1',
    amountUsd: '0.0005',
    rule: 'regionalPremium',
  },
  {
    class: 'output',
    quantity: '200',
    usdPerMillion: '25',
    multiplier: '0.1',
    amountUsd: '0.0005',
    rule: 'regionalPremium',
  },
].map((line) => ({ ...line, effectiveUsd: line.amountUsd, term: null, source: null }));

it('keeps the premium apart from the list price, exactly', () => {
  const split = splitLines(lines);
  // 0.005 + 0.005 at list price, and a tenth of each.
  expect([plainUsd(split.listUsd), plainUsd(split.premiumUsd)]).toEqual(['0.01', '0.001']);
});

it('shows the parts of a cost in order, the premium last', () => {
  // 0.005 / 0.011, twice, and 0.001 / 0.011.
  expect(stripeOf(splitLines(lines))).toEqual([
    { part: 'input', share: 0.45454 },
    { part: 'output', share: 0.45454 },
    { part: 'premium', share: 0.0909 },
  ]);
});
