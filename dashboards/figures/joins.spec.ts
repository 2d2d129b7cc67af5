import { expect, it } from 'vitest';
import type { JoinsOfDay } from '../api/generated/types.gen.js';
import { joinsByPlace } from './joins.js';

function joins(day: string, region: string, more: Partial<JoinsOfDay>): JoinsOfDay {
  return {
    day,
    cloud: 'vertex',
    accountId: 'p',
    region,
    model: 'claude-opus-5',
    groups: 1,
    waiting: 0,
    bases: [],
    coverage: null,
    rowsOfLogs: {},
    matched: 0,
    ambiguous: 0,
    notInBase: 0,
    left: 0,
    remainderRequests: 0,
    owedRequests: 0,
    joinedAt: null,
    ...more,
  };
}

it('days are added up by place, and the place with most calls without a caller stands first', () => {
  const places = joinsByPlace([
    joins('2026-11-02', 'eu', { matched: 5, coverage: 1 }),
    joins('2026-11-01', 'eu', { matched: 3, remainderRequests: 1, coverage: 0.75 }),
    joins('2026-11-01', 'us', { matched: 1, remainderRequests: 8, ambiguous: 2, waiting: 1 }),
  ]);
  expect(
    places.map(({ region, days, matched, remainderRequests }) => [region, days, matched, remainderRequests]),
  ).toEqual([
    ['us', 1, 1, 8],
    ['eu', 2, 8, 1],
  ]);
});

it('the lowest share of a day is that of a day on which something was counted', () => {
  const [eu, us] = joinsByPlace([
    joins('2026-11-02', 'eu', { coverage: 0.9 }),
    joins('2026-11-01', 'eu', { coverage: 0, remainderRequests: 4 }),
    joins('2026-11-01', 'us', { coverage: null }),
  ]);
  expect([eu?.lowest?.day, us?.lowest]).toEqual(['2026-11-01', null]);
});
