import { describe, expect, it } from 'vitest';
import type { PremiumFigures, PremiumPart } from '../api/generated/types.gen.js';
import { filtersOfLine, partsOf, premiumLines, premiumPicture } from './premium.js';

const part = (premiumUsd: string | null, requests = 1): PremiumPart => ({
  requests,
  tokens: 10,
  costUsd: premiumUsd,
  premiumUsd,
});

const NONE = part('0', 0);

function figures(possible: string, policies: Readonly<Record<string, string>> = {}): PremiumFigures {
  const blocked = Object.entries(policies).map(([policy, usd]) => ({ policy, reason: `why ${policy}`, ...part(usd) }));
  return {
    ...part(possible),
    savingUsd: possible,
    scopes: [
      { endpointScope: 'geo', ...part(possible) },
      { endpointScope: 'global', ...part('0', 3) },
    ],
    split: {
      possible: part(possible, possible === '0' ? 0 : 1),
      blockedByPolicy: { ...NONE, policies: blocked },
      notOffered: NONE,
      provisioned: part('0', 2),
    },
  };
}

describe('the premium', () => {
  it('is told by policy, with the reason that the configuration gives', () => {
    const parts = partsOf(figures('1', { 'eu-only': '2' }).split);
    expect(parts.map(({ label, meaning }) => [label, meaning])).toEqual([
      ['Could move to global', expect.stringContaining('saving')],
      ['Blocked by eu-only', 'why eu-only'],
      ['Provisioned', expect.stringContaining('by the hour')],
    ]);
  });

  it('over time, the parts of a bucket add up to it, and what has no premium has no bar', () => {
    const rows = [
      { bucket: '2026-11-01', group: {}, ...figures('0.000000000001', { 'eu-only': '2' }) },
      { bucket: '2026-11-03', group: {}, ...figures('3') },
    ];
    const totals = figures('3.000000000001', { 'eu-only': '2' });
    const buckets = ['2026-11-01', '2026-11-02', '2026-11-03'];
    const picture = premiumPicture({ totals, rows }, buckets, [false, false, true]);
    expect(picture.totals.map(({ costUsd }) => costUsd)).toEqual([2_000_000_000_001n, 0n, 3_000_000_000_000n]);
    expect(picture.series.map(({ label }) => label)).toEqual(['Could move to global', 'Blocked by eu-only']);
  });

  it('lists the largest premium first, and what is not known last', () => {
    const rows = [
      { bucket: null, group: { team: 'a' }, ...figures('1') },
      { bucket: null, group: { team: null }, ...figures('0'), premiumUsd: null, costUsd: null },
      { bucket: null, group: { team: 'b' }, ...figures('2') },
    ];
    const lines = premiumLines(rows, 'team');
    expect(lines.map(({ key }) => key)).toEqual(['b', 'a', null]);
    expect(lines[2]?.premiumUsd).toBeNull();
  });

  it('leads to the calls of a group that paid it, and to no others', () => {
    const filters = ['cloud=bedrock', 'team=x', 'endpointScope=geo', 'endpointScope=region'];
    expect(filtersOfLine({ key: 'a', scopes: ['geo'] }, 'team', filters)).toEqual([
      'cloud=bedrock',
      'team=a',
      'endpointScope=geo',
    ]);
  });
});
