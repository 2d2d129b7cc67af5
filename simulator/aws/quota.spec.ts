import { describe, expect, it } from 'vitest';
import { Quotas, requestsPerSecond } from './quota.js';

describe('the quotas', () => {
  it.each([
    ['us-east-1', 25],
    ['eu-central-1', 5],
    ['ap-northeast-3', 5],
    ['ca-west-1', 5],
    ['us-west-2', 10],
    ['ap-northeast-1', 10],
  ])('allow FilterLogEvents in %s %i times a second', (region, expected) => {
    expect(requestsPerSecond('FilterLogEvents', region)).toBe(expected);
  });

  it('are counted for each account and region and fill again with time', () => {
    let now = 0;
    const quotas = new Quotas(() => now);
    const allowed = (place: string, tries: number): number =>
      Array.from({ length: tries }, () => quotas.allows(place, 5)).filter(Boolean).length;
    expect(allowed('a/eu-central-1', 9)).toBe(5);
    expect(allowed('b/eu-central-1', 9)).toBe(5);
    // 400 ms at five a second fill two requests.
    now = 400;
    expect(allowed('a/eu-central-1', 9)).toBe(2);
  });

  it('hold no longer when they are switched off', () => {
    const quotas = new Quotas(() => 0);
    const tries = Array.from({ length: 50 }, () => quotas.allows('a', 0));
    expect(tries.every(Boolean)).toBe(true);
  });
});
