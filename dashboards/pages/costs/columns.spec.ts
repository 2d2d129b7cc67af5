import { expect, it } from 'vitest';
import { NO_FIGURES } from '../../figures/measures.js';
import { parseFemtoUsd, parseUsd } from '../../format/money.js';
import { hiddenAtFirst } from './columns.js';

it('the column of what is paid is hidden at first, unless it is not the list price somewhere', () => {
  const atList = { ...NO_FIGURES, costUsd: parseUsd('2'), effectiveUsd: parseFemtoUsd('2') };
  const notPriced = { ...NO_FIGURES, costUsd: null, effectiveUsd: null };
  expect(hiddenAtFirst([atList, notPriced])).toContain('effective');
  expect(hiddenAtFirst([atList, { ...atList, effectiveUsd: parseFemtoUsd('1.86') }])).not.toContain('effective');
});
