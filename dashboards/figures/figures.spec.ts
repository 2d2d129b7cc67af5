import { describe, expect, it } from 'vitest';
import { parseUsd } from '../format/money.js';
import { assignColours } from './colours.js';
import { groupFilters, narrowTo, parseFilter, replaceGroup, writeFilter } from './filters.js';
import { groupCells, openGroup, seriesOf } from './groups.js';
import { NO_FIGURES, type Cell } from './measures.js';

function cell(key: string | null, bucket: string, usd: string | null, sub: string | null = null): Cell {
  return { key, bucket, sub, figures: { ...NO_FIGURES, costUsd: usd === null ? null : parseUsd(usd), requests: 1 } };
}

describe('groups', () => {
  it('adds up exactly, and keeps "not known" apart from zero', () => {
    const groups = groupCells([
      cell('a', 'd1', '0.1'),
      cell('a', 'd2', '0.2'),
      cell('a', 'd2', null),
      cell('b', 'd1', null),
    ]);
    expect(groups.find((group) => group.key === 'a')?.figures).toMatchObject({ costUsd: parseUsd('0.3'), requests: 3 });
    expect(groups.find((group) => group.key === 'b')?.figures.costUsd).toBeNull();
  });

  it('opens a row into its second dimension', () => {
    const cells = [cell('a', 'd1', '1', 'x'), cell('a', 'd1', '2', 'y'), cell('b', 'd1', '4', 'x')];
    expect(openGroup(cells, 'a').map((group) => [group.key, group.figures.costUsd])).toEqual([
      ['x', parseUsd('1')],
      ['y', parseUsd('2')],
    ]);
  });

  it('names the largest series and sums up the rest, with nobody last', () => {
    const cells = ['a', 'b', 'c', 'd'].map((key, place) => cell(key, 'd1', String(10 - place)));
    const series = seriesOf(groupCells([...cells, cell(null, 'd1', '99')]), 'cost', 2);
    // 8 + 7 = 15 in "other"; the unattributed 99 is the largest and still comes last.
    expect(series.map(({ kind, key, members, figures }) => [kind, key, members, figures.costUsd])).toEqual([
      ['entity', 'a', 1, parseUsd('10')],
      ['entity', 'b', 1, parseUsd('9')],
      ['other', null, 2, parseUsd('15')],
      ['unattributed', null, 1, parseUsd('99')],
    ]);
  });
});

describe('colours', () => {
  it('stay with the entity when its rank changes', () => {
    const first = assignColours('team', ['Fraud', 'Claims'], ['Fraud', 'Claims']);
    const later = assignColours('team', ['Claims', 'Fraud'], ['Claims']);
    expect(first.get('Claims')).toBe(later.get('Claims'));
    expect(first.get('Claims')).not.toBe(first.get('Fraud'));
  });

  it('give a newcomer what its neighbours leave free', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const colours = assignColours('team', names, ['a', 'b', 'new']);
    expect([colours.get('a'), colours.get('b')]).not.toContain(colours.get('new'));
  });

  it('are fixed for closed lists', () => {
    expect(assignColours('cloud', ['vertex', 'bedrock'], []).get('bedrock')).toBe(2);
  });
});

describe('filters', () => {
  it.each(['team=Claims', 'model!=claude-opus-5', 'team=', 'team=a=b'])('reads and writes %s', (text) => {
    const filter = parseFilter(text);
    expect(filter && writeFilter(filter)).toBe(text);
  });

  it('drops what names no dimension', () => {
    expect(parseFilter('colour=red')).toBeNull();
    expect(parseFilter('team')).toBeNull();
  });

  it('reads several values of one dimension as one group', () => {
    expect(groupFilters(['team=a', 'model!=x', 'team=b'])).toEqual([
      { dimension: 'team', exclude: false, values: ['a', 'b'] },
      { dimension: 'model', exclude: true, values: ['x'] },
    ]);
  });

  it('replaces one group and leaves the others', () => {
    expect(replaceGroup(['team=a', 'model!=x'], { dimension: 'team', exclude: false, values: [null] })).toEqual([
      'model!=x',
      'team=',
    ]);
    expect(narrowTo(['team=a', 'team!=b', 'model=x'], 'team', 'c')).toEqual(['model=x', 'team=c']);
  });
});
