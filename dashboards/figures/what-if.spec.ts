import { describe, expect, it } from 'vitest';
import type { PeriodWhatIf } from '../api/generated/types.gen.js';
import { changeInWords, imaginedRow, imaginedRows, possibleInWords } from './what-if.js';

const NOTHING: PeriodWhatIf = {
  requests: 0,
  costUsd: null,
  imaginedRequests: 0,
  comparedCostUsd: null,
  imaginedCostUsd: null,
  differenceUsd: null,
  notImaginedRequests: 0,
  notImagined: [],
  caveats: [],
};

const caveat = (name: string) => ({ caveat: name, words: name, requests: 1 });

describe('a change', () => {
  it.each([
    ['scope', 'global', 'Through the global endpoint'],
    ['model', 'claude-opus-5', 'With claude-opus-5'],
    ['withoutCaching', null, 'Without caching'],
    ['oneHourCaching', null, 'With caches kept one hour'],
  ] as const)('%s to %s is said in words', (change, to, said) => {
    expect(changeInWords(change, to)).toBe(said);
  });

  it('names the policy that forbids it, and says nothing where the question is another', () => {
    expect(possibleInWords({ possible: 'blockedByPolicy', policy: 'eu-only' })).toBe('blocked by the policy eu-only');
    expect(possibleInWords({ possible: 'notOffered', policy: null })).toBe('not offered there');
    expect(possibleInWords({ possible: null, policy: null })).toBeNull();
  });
});

const row = (team: string | null, differenceUsd: string | null, imaginedRequests: number, left = 0) => ({
  ...NOTHING,
  group: { team },
  differenceUsd,
  comparedCostUsd: differenceUsd === null ? null : '4',
  imaginedRequests,
  notImaginedRequests: left,
});

describe('a period imagined otherwise', () => {
  const whole = { ...NOTHING, caveats: [caveat('sameAnswers'), caveat('tokenizerDiffers')] };

  it('keeps every digit, and refers to the caveats of the whole by letter', () => {
    const row = {
      ...NOTHING,
      imaginedRequests: 2,
      comparedCostUsd: '2.000000000001',
      imaginedCostUsd: '1.000000000001',
      differenceUsd: '-1',
      caveats: [caveat('tokenizerDiffers')],
    };
    const shaped = imaginedRow(row, 'Claims', whole);
    expect(shaped.wasUsd).toBe(2_000_000_000_001n);
    expect(shaped.differenceUsd).toBe(-1_000_000_000_000n);
    expect(shaped.notes).toEqual(['b']);
  });

  it('orders by the size of the difference, either way, and leaves out groups that it is not about', () => {
    const rows = imaginedRows(
      [row('a', '1', 1), row('b', '-3', 1), row('other makers', null, 0), row(null, null, 0, 4)],
      'team',
      whole,
    );
    expect(rows.map(({ key }) => key)).toEqual(['b', 'a', null]);
    expect(rows.map(({ share }) => share)).toEqual([-0.75, 0.25, null]);
  });
});
