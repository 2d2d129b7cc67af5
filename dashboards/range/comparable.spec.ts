import { describe, expect, it } from 'vitest';
import { cloudsLeftOut, type ReadSourceOf } from './comparable.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const span = { fromMs: Date.parse('2026-10-01T00:00:00Z'), toMs: Date.parse('2026-10-20T00:00:00Z') };
const source = (cloud: string, from: string | null): ReadSourceOf => ({
  cloud,
  coveredFrom: from === null ? null : `2026-${from}T00:00:00Z`,
  completeUpTo: from === null ? null : '2026-11-20T11:00:00Z',
  gaps: [],
});
const clouds = [
  source('bedrock', '09-01'),
  source('vertex', '09-01'),
  source('vertex', '10-21'),
  source('foundry', '10-05'),
];

describe('what can be compared with an earlier range', () => {
  it.each<[string, readonly ReadSourceOf[], readonly string[], readonly string[] | null]>([
    ['is everything where every source has been read', clouds.slice(0, 2), [], []],
    ['are the clouds all of whose sources have been read', clouds, [], ['foundry', 'vertex']],
    ['is nothing where no cloud has been read', clouds.slice(2), [], null],
    ['is nothing where there is no source', [], [], null],
    ['is nothing where a source has never been read', [source('bedrock', null)], [], null],
    ['is nothing where the filters ask for another cloud', clouds, ['cloud=foundry'], null],
    ['is everything that the filters ask for', clouds, ['cloud=bedrock', 'team=Claims'], []],
    ['is what the filters leave', clouds, ['cloud!=foundry'], ['vertex']],
  ])('%s', (_, sources, filter, expected) => {
    expect(cloudsLeftOut(sources, span, filter, NOW)).toEqual(expected);
  });
});
