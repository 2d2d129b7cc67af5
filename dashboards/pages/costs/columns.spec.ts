import { expect, it } from 'vitest';
import { NO_FIGURES } from '../../figures/measures.js';
import { parseFemtoUsd, parseUsd, unitsOrNull } from '../../format/money.js';
import { csvValue, hiddenAtFirst } from './columns.js';

it('the column of what is paid is hidden at first, unless it is not the list price somewhere', () => {
  const atList = { ...NO_FIGURES, costUsd: parseUsd('2'), effectiveUsd: parseFemtoUsd('2') };
  const notPriced = { ...NO_FIGURES, costUsd: null, effectiveUsd: null };
  expect(hiddenAtFirst([atList, notPriced])).toContain('effective');
  expect(hiddenAtFirst([atList, { ...atList, effectiveUsd: parseFemtoUsd('1.86') }])).not.toContain('effective');
});

it('consumption units are a column where something is billed in them, exact in the file', () => {
  const foundry = { ...NO_FIGURES, costUsd: parseUsd('15.76014525'), inUnits: unitsOrNull('1576.0145250000001') };
  expect(hiddenAtFirst([NO_FIGURES])).toContain('units');
  expect(hiddenAtFirst([NO_FIGURES, foundry])).not.toContain('units');
  const row = {
    id: 'a',
    key: 'a',
    label: 'a',
    style: null,
    share: null,
    before: undefined,
    byBucket: new Map(),
    rows: [],
  };
  expect(csvValue({ ...row, figures: foundry }, 'units')).toBe('1576.0145250000001');
  expect(csvValue({ ...row, figures: NO_FIGURES }, 'units')).toBe('');
});
