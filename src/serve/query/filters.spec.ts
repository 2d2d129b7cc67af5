import { describe, expect, it } from 'vitest';
import { parseFilters } from './filters.js';

describe('filters', () => {
  it.each([
    [['team=Claims'], [{ dimension: 'team', exclude: false, values: ['Claims'] }]],
    [['model!=claude-opus-5'], [{ dimension: 'model', exclude: true, values: ['claude-opus-5'] }]],
    [
      ['team=Claims', 'team=', 'team!=Sales', 'region=us-east-1'],
      [
        { dimension: 'team', exclude: false, values: ['Claims', null] },
        { dimension: 'team', exclude: true, values: ['Sales'] },
        { dimension: 'region', exclude: false, values: ['us-east-1'] },
      ],
    ],
    [['team=a=b!=c\nd'], [{ dimension: 'team', exclude: false, values: ['a=b!=c\nd'] }]],
    [['person!='], [{ dimension: 'person', exclude: true, values: [null] }]],
    [[], []],
  ])('reads %j', (texts, filters) => {
    expect(parseFilters(texts)).toEqual({ filters });
  });

  it.each([
    ['colour=red', 'Dimensions: cloud, accountId'],
    ['team', 'dimension=value'],
    ['=Claims', 'Dimensions: cloud, accountId'],
    ['team!Claims', 'dimension=value'],
    ['constructor=x', 'Dimensions: cloud, accountId'],
  ])('refuses %j and says what to write', (text, words) => {
    const parsed = parseFilters([text]);
    expect('error' in parsed && parsed.error).toContain(words);
  });
});
