import { expect, it } from 'vitest';
import type { CodingSession, Measures } from '../../api/generated/types.gen.js';
import { codingCsv } from './coding-csv.js';

const measures = (requests: number, costUsd: string | null): Measures => ({
  requests,
  unknownTokenRequests: 0,
  notBilledRequests: 0,
  unpricedRequests: costUsd === null ? requests : 0,
  unpricedTokens: 0,
  tokens: { input: requests, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: requests },
  webSearchRequests: 0,
  costUsd,
  effectiveCostUsd: costUsd,
  consumptionUnits: null,
  premiumUsd: null,
  withoutCachingUsd: null,
  cacheSavingUsd: null,
  costByClass: { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null, webSearch: null },
});

const session: CodingSession = {
  ...measures(3, '0.000000000002'),
  session: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
  versions: ['2.1.12', '2.1.4'],
  callers: null,
  teams: ['Claims'],
  firstAt: '2026-11-20T10:00:00.000Z',
  lastAt: '2026-11-20T11:00:00.000Z',
  beganBefore: true,
  goesOn: false,
  failed: 1,
  models: [
    { model: 'claude-opus-5', modelId: null, role: 'main', requests: 2, costUsd: '0.000000000001' },
    { model: 'claude-haiku-5-5', modelId: null, role: 'small', requests: 1, costUsd: '0.000000000001' },
  ],
  places: [{ cloud: 'vertex', accountId: 'p', region: 'us-east5', endpointScope: 'region', requests: 3 }],
};

it('the file has the total first, what is in no session, each session, and what is not shown, adding up', () => {
  const head = {
    range: '1 – 20 Nov 2026',
    timeZone: 'UTC',
    filters: 'none',
    answer: {
      completeUpTo: '2026-11-20T13:00:00Z',
      priceBook: '2026-11-09',
      totals: measures(10, '0.00000000001'),
      withoutSession: measures(4, '0.000000000005'),
      sessions: 2,
    },
  };
  const lines = codingCsv(head, [session]).slice(8);
  expect(lines.map((line) => [line[0], line[13], line.at(-1)])).toEqual([
    ['Total', '10', '0.00000000001'],
    ['No session told', '4', '0.000000000005'],
    ['9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', '3', '0.000000000002'],
    ['1 session not shown yet', '3', '0.000000000003'],
  ]);
  expect(lines[2]).toContain('masked');
  // That it began before the range, and does not go on after it.
  expect(lines[2]?.slice(10, 12)).toEqual(['yes', 'no']);
  expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([17]));
});
