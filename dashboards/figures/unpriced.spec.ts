import { describe, expect, it } from 'vitest';
import { words } from '../words/words.js';
import { causeOf, filtersOf, groupUnpriced, knownTokensOf, sumUnpriced } from './unpriced.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
const rows = [
  { modelId: PROFILE, reason: 'modelUnknown', requests: 5, tokens: 700 },
  { modelId: 'us.anthropic.claude-opus-5', reason: 'tokensMissing', requests: 9, tokens: 0 },
  { modelId: 'us.anthropic.claude-opus-5', reason: 'scopeUnknown', requests: 2, tokens: 40 },
];

describe('usage without a price', () => {
  it.each([
    [PROFILE, 'modelUnknown', 'idTellsNoModel'],
    ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-9', 'modelUnknown', 'modelNotListed'],
    ['anthropic.claude-mythos-preview', 'noRateAtThatTime', 'noRateAtThatTime'],
    ['claude-opus-5', 'tokensMissing', 'tokensMissing'],
    ['claude-opus-5', 'scopeUnknown', 'scopeUnknown'],
    ['claude-opus-5', 'speedNotOffered', 'speedNotOffered'],
    ['claude-opus-5', 'batchNotOffered', 'batchNotOffered'],
    ['claude-opus-5', 'somethingOfTomorrow', 'other'],
  ])('of %s for the reason %s is put down to %s', (modelId, reason, cause) => {
    expect(causeOf({ modelId, reason })).toBe(cause);
  });

  it('is told what to do about for every cause that has words', () => {
    expect(Object.keys(words.unpriced.todo)).toEqual(Object.keys(words.unpriced.why));
    for (const text of Object.values(words.unpriced.todo)) expect(text.split('`').length % 2).toBe(1);
  });

  it('adds up to the sum of its rows', () => {
    expect(sumUnpriced(rows)).toEqual({ requests: 16, tokens: 740 });
    expect(sumUnpriced([])).toEqual({ requests: 0, tokens: 0 });
  });

  it('has no token count where the log tells none, and 0 where it tells 0', () => {
    expect(rows.map(knownTokensOf)).toEqual([700, null, 40]);
    expect(knownTokensOf({ reason: 'modelUnknown', tokens: 0 })).toBe(0);
  });

  it.each([
    ['-requests', ['tokensMissing 9', 'idTellsNoModel 5 1', 'scopeUnknown 2']],
    ['requests', ['scopeUnknown 2', 'idTellsNoModel 1 5', 'tokensMissing 9']],
    ['-tokens', ['idTellsNoModel 1 5', 'scopeUnknown 2', 'tokensMissing 9']],
    ['modelId', ['tokensMissing 9', 'idTellsNoModel 5 1', 'scopeUnknown 2']],
    ['-modelId', ['tokensMissing 9', 'idTellsNoModel 1 5', 'scopeUnknown 2']],
    ['colour', ['tokensMissing 9', 'idTellsNoModel 5 1', 'scopeUnknown 2']],
  ])('stands together by cause, ordered by %s', (sort, expected) => {
    const other = { modelId: 'imported-model/xyz', reason: 'modelUnknown', requests: 1, tokens: 900 };
    const groups = groupUnpriced([...rows, other], sort);
    const shown = groups.map((group) => [group.cause, ...group.rows.map((row) => row.requests)].join(' '));
    expect(shown).toEqual(expected);
  });

  it('is counted once: the causes add up to the total', () => {
    const groups = groupUnpriced(rows, '-requests');
    expect(groups.reduce((sum, group) => sum + group.requests, 0)).toBe(sumUnpriced(rows).requests);
    expect(groups.reduce((sum, group) => sum + group.tokens, 0)).toBe(sumUnpriced(rows).tokens);
  });

  it('leads to its own calls: filters on the same dimensions give way, others stay', () => {
    const row = { modelId: 'us.anthropic.claude-opus-5', reason: 'tokensMissing' };
    expect(filtersOf(row, ['team=Claims', 'modelId=other', 'unpricedReason!='])).toEqual([
      'team=Claims',
      'modelId=us.anthropic.claude-opus-5',
      'unpricedReason=tokensMissing',
    ]);
  });
});
