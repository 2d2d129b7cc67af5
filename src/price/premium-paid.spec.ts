import { describe, expect, it } from 'vitest';
import { residencyPoliciesSchema } from './availability.js';
import { moveChanges, movesOfSeries } from './premium-paid.js';
import type { SeriesFacts } from './series-facts.js';

const POLICIES = residencyPoliciesSchema.parse([
  { name: 'pilot', from: '2026-11-01', to: '2026-11-08T12:30:00+01:00', when: { region: 'us-*' } },
]);
const SERIES: SeriesFacts = {
  cloud: 'bedrock',
  accountId: '111122223333',
  region: 'us-east-1',
  modelId: 'us.anthropic.claude-opus-5',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'geo',
  basis: { book: 'b', entry: 'claude-opus-5@2026-07-24', tier: 'standard', rules: ['listPrice', 'regionalPremium'] },
};
const basisOf = (...rules: string[]) => ({ book: 'b', entry: 'e', tier: 'standard' as const, rules });
const answerOf = (changes: Partial<SeriesFacts>, at = '2026-11-20T00:00:00Z') =>
  movesOfSeries({ ...SERIES, ...changes }, Date.parse(at), POLICIES)?.answer ?? null;

describe('what a series paid as a premium', () => {
  it.each([
    ['2026-10-31T23:59:59.999Z', 'possible'],
    ['2026-11-01T00:00:00Z', 'blockedByPolicy'],
    ['2026-11-08T11:29:59.999Z', 'blockedByPolicy'],
    ['2026-11-08T11:30:00Z', 'possible'],
  ])('is judged by the policies of %s: %s', (at, answer) => {
    expect(answerOf({}, at)).toBe(answer);
  });

  it.each([
    ['a geography', {}, 'possible'],
    [
      'inference_geo',
      { cloud: 'anthropic', endpointScope: 'global', region: '', modelId: 'claude-opus-5' },
      'possible',
    ],
    ['GovCloud', { region: 'us-gov-west-1', basis: basisOf('listPrice', 'govCloud') }, 'notOffered'],
    [
      'provisioned throughput',
      { endpointScope: 'provisioned', basis: basisOf('provisionedThroughput') },
      'provisioned',
    ],
    ['a premium that today’s rules do not know of', { model: 'claude-opus-4-1' }, 'notOffered'],
    ['none, on the global endpoint', { endpointScope: 'global', basis: basisOf('listPrice') }, null],
    ['none, for a refusal', { basis: basisOf('refusalNotBilled') }, null],
    ['nothing that is known', { basis: null }, null],
  ] satisfies [string, Partial<SeriesFacts>, string | null][])('for %s', (_, changes, answer) => {
    expect(answerOf(changes)).toBe(answer);
  });

  it('may be judged otherwise where policies begin and end, and where models come to endpoints', () => {
    const changes = moveChanges(POLICIES).map((at) => new Date(at).toISOString());
    expect(changes).toEqual(
      expect.arrayContaining([
        '2026-11-01T00:00:00.000Z',
        '2026-11-08T11:30:00.000Z',
        // Opus 5 on the global endpoint of Bedrock
        '2026-07-24T00:00:00.000Z',
      ]),
    );
  });
});
