import { describe, expect, it } from 'vitest';
import { groupCells } from '../figures/groups.js';
import { NO_FIGURES, type Cell } from '../figures/measures.js';
import { bucketLines, pictureOf } from '../figures/picture.js';
import { parseUsd } from '../format/money.js';
import { earlierSizes, stackedBars, type Paint } from './stacked-bars.js';

const paint: Paint = {
  fill: (style, partial) =>
    `${style.kind === 'entity' ? `c${String(style.colour)}` : style.kind}${partial ? ' hatched' : ''}`,
  token: (name) => name,
  fontFamily: 'sans-serif',
};
const axis = { bucket: (name: string) => `day ${name}`, value: (value: number) => `$${String(value)}` };

function cell(key: string | null, bucket: string, usd: string): Cell {
  return { key, bucket, sub: null, figures: { ...NO_FIGURES, costUsd: parseUsd(usd) } };
}

const picture = pictureOf({
  by: 'team',
  measure: 'cost',
  groups: groupCells([
    cell('Claims', '1', '5'),
    cell('Claims', '2', '2'),
    cell('Fraud', '1', '7'),
    cell(null, '2', '1'),
  ]),
  buckets: ['1', '2'],
  partial: [false, true],
  earlier: [{ ...NO_FIGURES, costUsd: parseUsd('30') }, null],
  longRange: ['Fraud', 'Claims'],
});

describe('stacked bars', () => {
  it('draw every series in every bucket, the last one hatched', () => {
    const { data } = stackedBars(picture, paint, axis, 10);
    expect(data.labels).toEqual(['day 1', 'day 2']);
    expect(data.datasets.map(({ label, data: sizes }) => [label, sizes])).toEqual([
      ['Claims', [5, 2]],
      ['Fraud', [7, 0]],
      ['Unattributed', [0, 1]],
    ]);
    expect(data.datasets.map(({ backgroundColor }) => backgroundColor)).toEqual([
      ['c1', 'c1 hatched'],
      ['c2', 'c2 hatched'],
      ['unattributed', 'unattributed hatched'],
    ]);
  });

  it('begin at zero and leave room for the earlier range', () => {
    const { options } = stackedBars(picture, paint, axis, 10);
    expect(options?.scales?.['y']).toMatchObject({ beginAtZero: true, suggestedMax: 30 });
    expect(earlierSizes(picture)).toEqual([30, null]);
  });

  it('tell a whole bucket sorted, with shares', () => {
    // 7 of 12 and 5 of 12; nobody had nothing on this day.
    expect(bucketLines(picture, 0).map(({ label, share }) => [label, share])).toEqual([
      ['Fraud', 7 / 12],
      ['Claims', 5 / 12],
    ]);
  });
});
