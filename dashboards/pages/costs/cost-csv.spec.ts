import { describe, expect, it } from 'vitest';
import { NO_FIGURES } from '../../figures/measures.js';
import { changeOf, compareValues, rowsOf, type Row } from '../../figures/rows.js';
import { parseUsd } from '../../format/money.js';
import { costCsv } from './cost-csv.js';

const byBucket = new Map<string, never>();

function rows(
  groups: readonly [string | null, string | null][],
  earlier: Record<string, string>,
  rowsIn: (key: string | null) => Row[] = () => [],
) {
  const all = groups.map(([key, usd]) => ({
    key,
    byBucket,
    figures: { ...NO_FIGURES, costUsd: usd === null ? null : parseUsd(usd), requests: 1 },
  }));
  return rowsOf({
    groups: all,
    total: { ...NO_FIGURES, costUsd: parseUsd('4') },
    earlier: new Map(Object.entries(earlier).map(([key, usd]) => [key, { ...NO_FIGURES, costUsd: parseUsd(usd) }])),
    labelOf: (key) => key ?? 'Unattributed',
    styleOf: () => null,
    rowsIn,
  });
}

describe('rows of the table', () => {
  it('change against nothing by all they cost, and not at all when the cost is not known', () => {
    const [grown, fresh, unknown] = rows(
      [
        ['a', '3'],
        ['b', '1'],
        ['c', null],
      ],
      { a: '5' },
    );
    expect(grown && changeOf(grown)).toBe(parseUsd('-2'));
    expect(fresh && changeOf(fresh)).toBe(parseUsd('1'));
    expect(unknown && changeOf(unknown)).toBeNull();
  });

  it('sort exact amounts, with the unknown below zero', () => {
    expect([2n, null, 10n].toSorted(compareValues)).toEqual([null, 2n, 10n]);
    expect(['b', 'a'].toSorted(compareValues)).toEqual(['a', 'b']);
  });
});

describe('the file', () => {
  const head = {
    range: '1 – 20 Nov 2026',
    timeZone: 'UTC',
    priceBook: '2026-11-09',
    completeUpTo: '2026-11-20T13:00:00Z',
    filters: 'none',
    compared: 'none',
    thenBy: 'Model',
  };
  const columns = [
    { id: 'name', title: 'Team' },
    { id: 'cost', title: 'Cost' },
    { id: 'share', title: 'Share' },
  ] as const;

  it('says what its figures mean, and gives them exactly', () => {
    const [total, row] = rows(
      [
        ['Total', '4'],
        ['=cmd', '3.000000000001'],
      ],
      {},
    );
    if (!total || !row) throw new Error('two rows were asked for');
    const lines = costCsv(head, columns, total, [{ row, depth: 0 }], null);
    expect(lines.slice(1, 7)).toEqual([
      ['Range', '1 – 20 Nov 2026'],
      ['Time zone', 'UTC'],
      ['Complete up to', '2026-11-20T13:00:00Z'],
      ['Price book', '2026-11-09'],
      ['Filters', 'none'],
      ['Compared with', 'none'],
    ]);
    expect(lines.slice(9)).toEqual([
      ['Team', 'Cost', 'Share'],
      ['Total', '4', '1'],
      ['=cmd', '3.000000000001', '0.75'],
    ]);
  });

  it('gives opened rows a column of their own, so that a column never mixes sums and their parts', () => {
    const [total, row, sub] = rows(
      [
        ['Total', '4'],
        ['a', '3'],
        ['x', '3'],
      ],
      {},
    );
    if (!total || !row || !sub) throw new Error('three rows were asked for');
    const lines = costCsv(
      head,
      columns,
      total,
      [
        { row, depth: 0 },
        { row: sub, depth: 1 },
      ],
      null,
    );
    expect(lines.slice(9).map((line) => line.slice(0, 3))).toEqual([
      ['Team', 'Model', 'Cost'],
      ['Total', '', '4'],
      ['a', '', '3'],
      ['', 'x', '3'],
    ]);
  });
});
