import { describe, expect, it } from 'vitest';
import { isCatalogued } from '../normalise/model-catalogue.js';
import { readModelId } from '../normalise/model-id.js';
import type { Cloud, EndpointScope } from '../usage/cloud.js';
import { AVAILABILITY } from './availability-table.js';
import { couldMoveToGlobal, offered, residencyPoliciesSchema, scopesOffered } from './availability.js';

const DAY = '2026-11-20';

describe('what is offered', () => {
  it.each([
    ['claude-sonnet-4-5', 'bedrock', 'global', '2025-09-28', 'no'],
    ['claude-sonnet-4-5', 'bedrock', 'global', '2025-09-29', 'yes'],
    // The list that names it is of the end of October.
    ['claude-sonnet-4-5', 'bedrock', 'jp', '2025-10-01', 'unknown'],
    ['claude-sonnet-4-5', 'bedrock', 'jp', '2025-10-31', 'yes'],
    ['claude-sonnet-4-5', 'bedrock', 'apac', DAY, 'no'],
    ['claude-opus-4-6', 'vertex', 'region', DAY, 'yes'],
    ['claude-opus-4-7', 'vertex', 'region', DAY, 'no'],
    ['claude-opus-4-7', 'vertex', 'eu', DAY, 'yes'],
    ['claude-opus-5', 'foundry', 'data-zone', DAY, 'yes'],
    ['claude-opus-4-7', 'foundry', 'data-zone', DAY, 'no'],
    ['claude-haiku-5-5', 'foundry', 'global', '2026-10-06', 'no'],
    ['claude-haiku-5-5', 'foundry', 'global', '2026-10-07', 'yes'],
    ['claude-opus-4-5', 'anthropic', 'us', DAY, 'no'],
    ['claude-opus-4-6', 'anthropic', 'us', DAY, 'yes'],
    ['claude-mythos-5', 'bedrock', 'global', DAY, 'no'],
    ['claude-3-opus', 'vertex', 'global', DAY, 'unknown'],
  ] as const)('%s on %s through %s on %s: %s', (model, cloud, scope, day, expected) => {
    expect(offered(model, cloud, scope, day)).toBe(expected);
  });

  it('is listed scope by scope', () => {
    expect(scopesOffered('claude-opus-5-5', 'bedrock', DAY).toSorted()).toEqual([
      'au',
      'eu',
      'global',
      'jp',
      'region',
      'us',
    ]);
    expect(scopesOffered('claude-opus-5-5', 'foundry', DAY)).toEqual(['global', 'data-zone']);
    expect(scopesOffered('claude-opus-5-5', 'bedrock', '2026-09-21')).toEqual([]);
  });

  it('names only models of the catalogue', () => {
    const models = AVAILABILITY.flatMap((row) => row.models.split(' ')).map((name) => `claude-${name}`);
    expect(models.filter((model) => !isCatalogued(model))).toEqual([]);
  });
});

const POLICIES = residencyPoliciesSchema.parse([
  { name: 'EU data', when: { region: 'eu-*' }, reason: 'Contract with the claims office' },
  { name: 'pilot', from: '2026-06-01', to: '2026-07-01', when: { accountId: '1111*', model: 'claude-opus-*' } },
]);

function call(cloud: Cloud, modelId: string, region: string, changes: object = {}) {
  const { model, vendor, endpointScope } = readModelId(cloud, modelId, region);
  return {
    cloud,
    region,
    modelId,
    model,
    vendor,
    endpointScope,
    accountId: '111122223333',
    occurredAt: '2026-11-15T12:00:00.000Z',
    speed: 'standard',
    batch: false,
    inferenceGeo: null,
    webSearchRequests: 0,
    ...changes,
  } as const;
}

const scope = (endpointScope: EndpointScope) => ({ endpointScope });

describe('a call that pays the premium', () => {
  it.each([
    ['a geography', call('bedrock', 'us.anthropic.claude-opus-5', 'us-east-1'), { answer: 'possible' }],
    ['a region', call('bedrock', 'anthropic.claude-opus-5', 'us-east-1'), { answer: 'possible' }],
    ['a multi-region', call('vertex', 'claude-opus-5', 'eu'), { answer: 'possible' }],
    ['a data zone', call('foundry', 'claude-opus-5', '', scope('data-zone')), { answer: 'possible' }],
    ['inference_geo', call('anthropic', 'claude-opus-5', '', { inferenceGeo: 'us' }), { answer: 'possible' }],
    [
      'a region under a policy',
      call('bedrock', 'eu.anthropic.claude-opus-5', 'eu-west-1'),
      { answer: 'blockedByPolicy', policy: 'EU data' },
    ],
    [
      'a call in the time of a policy',
      call('bedrock', 'us.anthropic.claude-opus-4-8', 'us-east-1', { occurredAt: '2026-06-30T23:59:59.999Z' }),
      { answer: 'blockedByPolicy', policy: 'pilot' },
    ],
    [
      'a call after a policy',
      call('bedrock', 'us.anthropic.claude-opus-4-8', 'us-east-1', { occurredAt: '2026-07-01T00:00:00.000Z' }),
      { answer: 'possible' },
    ],
    ['GovCloud', call('bedrock', 'us-gov.anthropic.claude-sonnet-5', 'us-gov-west-1'), { answer: 'notOffered' }],
    [
      'a model without a global endpoint there',
      call('bedrock', 'us.anthropic.claude-mythos-preview', 'us-east-1'),
      { answer: 'notOffered' },
    ],
    [
      'provisioned throughput',
      call('bedrock', 'anthropic.claude-opus-5', 'us-east-1', scope('provisioned')),
      { answer: 'provisioned' },
    ],
  ])('for %s', (_, of, expected) => {
    expect(couldMoveToGlobal(of, POLICIES)).toEqual(expected);
  });

  it('is judged by what is offered on another day, when asked so', () => {
    expect(couldMoveToGlobal(call('bedrock', 'us.anthropic.claude-opus-5', 'us-east-1'), [], '2026-07-23')).toEqual({
      answer: 'notOffered',
    });
  });

  it.each([
    ['is on the global endpoint', call('bedrock', 'global.anthropic.claude-opus-5', 'us-east-1')],
    ['is of a model without premium', call('bedrock', 'us.anthropic.claude-opus-4-1-20250805-v1:0', 'us-east-1')],
    ['is of an unknown model', call('bedrock', 'us.anthropic.claude-opus-9', 'us-east-1')],
    ['is of an unknown endpoint', call('vertex', 'claude-opus-5', '')],
  ])('is not one that %s', (_, of) => {
    expect(couldMoveToGlobal(of, POLICIES)).toBeNull();
  });
});
