import { describe, expect, it } from 'vitest';
import { readModelId } from '../normalise/model-id.js';
import type { Cloud } from '../usage/cloud.js';
import type { Flag } from '../usage/flags.js';
import {
  applyMapping,
  mappingOf,
  modelMappingsSchema,
  type MappableEvent,
  type ModelMappings,
} from './model-mapping.js';
import { price } from './price.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ab12cd34ef56';

function event(cloud: Cloud, modelId: string, changes: Partial<MappableEvent> = {}): MappableEvent {
  const { model, vendor, endpointScope, fast } = readModelId(cloud, modelId, 'us-east-1');
  const flags: Flag[] = ['bodyAbsent', 'modelUnknown', 'scopeUnknown'];
  return {
    cloud,
    modelId,
    model,
    vendor,
    endpointScope,
    accountId: '111122223333',
    region: 'us-east-1',
    speed: fast ? 'fast' : 'standard',
    occurredAt: '2026-11-15T12:00:00.000Z',
    flags,
    provenance: { tokens: 'counters', cacheTtl: 'none', model: 'absent', time: 'record' },
    ...changes,
  };
}

const mappings = (given: unknown): ModelMappings => modelMappingsSchema.parse(given);

const RULES = mappings([
  {
    name: 'claims, until the summer',
    to: '2026-07-01',
    when: { cloud: 'bedrock', modelId: PROFILE },
    model: 'claude-sonnet-4-5',
    endpointScope: 'geo',
  },
  { name: 'claims', when: { cloud: 'bedrock', modelId: PROFILE }, model: 'claude-opus-5', endpointScope: 'global' },
  {
    name: 'other account',
    when: { accountId: '4444*', modelId: '*' },
    model: 'claude-haiku-4-5',
    endpointScope: 'geo',
  },
  { name: 'reserved', when: { modelId: '*:provisioned-model/*' }, model: 'claude-3-haiku', provisioned: true },
  {
    name: 'chat',
    when: { cloud: 'foundry', modelId: 'chat-*' },
    model: 'claude-fable-5-2-fast',
    endpointScope: 'global',
  },
  { name: 'mantle', when: { cloud: 'bedrock', modelId: 'anthropic.*' }, endpointScope: 'global' },
]);

describe('a mapping', () => {
  it.each([
    [
      'an exact id',
      event('bedrock', PROFILE),
      { model: 'claude-opus-5', endpointScope: 'global', vendor: 'anthropic' },
    ],
    [
      'the rule of its time',
      event('bedrock', PROFILE, { occurredAt: '2026-06-30T23:59:59.999Z' }),
      { model: 'claude-sonnet-4-5', endpointScope: 'geo' },
    ],
    [
      'the next one from its end on',
      event('bedrock', PROFILE, { occurredAt: '2026-07-01T00:00:00.000Z' }),
      { model: 'claude-opus-5' },
    ],
    ['an account', event('bedrock', 'x', { accountId: '444455556666' }), { model: 'claude-haiku-4-5' }],
    [
      'a provisioned model',
      event('bedrock', 'arn:aws:bedrock:us-east-1:1:provisioned-model/x'),
      { model: 'claude-3-haiku', endpointScope: 'provisioned' },
    ],
    [
      'a deployment of a fast model',
      event('foundry', 'chat-eu'),
      { model: 'claude-fable-5-2', speed: 'fast', endpointScope: 'global' },
    ],
    [
      'the scope alone, and keeps the model of the id',
      event('bedrock', 'anthropic.claude-opus-5'),
      { model: 'claude-opus-5', endpointScope: 'global' },
    ],
  ])('is found by %s', (_, of, expected) => {
    expect(applyMapping(of, RULES)).toMatchObject(expected);
  });

  it('says that it was used, and takes back what it answers', () => {
    const { flags, provenance } = applyMapping(event('bedrock', PROFILE), RULES);
    expect(flags).toEqual(['bodyAbsent', 'mapped']);
    expect(provenance.model).toBe('mapping');
  });

  it('says when the answer named another model', () => {
    const of = event('bedrock', PROFILE, { model: 'claude-haiku-4-5', flags: ['modelFromBody', 'scopeUnknown'] });
    expect(applyMapping(of, RULES).flags).toEqual(['mapped', 'mappingDisagrees']);
    const same = event('bedrock', PROFILE, { model: 'claude-opus-5', flags: ['modelFromBody'] });
    expect(applyMapping(same, RULES).flags).toEqual(['modelFromBody', 'mapped']);
  });

  it('warns of provisioned throughput where Vertex AI has none', () => {
    const pt = mappings([{ name: 'pt', when: { cloud: 'vertex', modelId: '*' }, provisioned: true }]);
    expect(applyMapping(event('vertex', 'claude-opus-4-6', { region: 'eu' }), pt).flags).toContain(
      'provisionedNotRegional',
    );
    expect(applyMapping(event('vertex', 'claude-opus-4-6'), pt).flags).not.toContain('provisionedNotRegional');
  });

  it('leaves every other call as it is', () => {
    const of = event('vertex', 'claude-opus-5');
    expect(applyMapping(of, RULES)).toBe(of);
    expect(applyMapping(of, [])).toBe(of);
    expect(mappingOf(of, RULES)).toBeNull();
  });

  it('gives a price to what had none', () => {
    const counted = {
      ...event('bedrock', PROFILE),
      batch: false,
      inferenceGeo: null,
      tokens: { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      webSearchRequests: 0,
    };
    expect(price(counted)).toEqual({ unpriced: 'modelUnknown' });
    expect(price(applyMapping(counted, RULES))).toMatchObject({ priced: { total: 5_000_000_000n } });
  });
});

describe('mappings in the configuration', () => {
  const rule = { name: 'a', when: { modelId: 'x' }, model: 'claude-opus-5' };
  it.each([
    ['two of one name', [rule, rule], /two rules have the same name/],
    ['a model that does not exist', [{ ...rule, model: 'claude-opus-6' }], /"claude-opus-6" is no model/],
    ['nothing to say', [{ name: 'a', when: { modelId: 'x' } }], /at least one of/],
    ['no id', [{ name: 'a', when: {}, model: 'claude-opus-5' }], /modelId/],
    ['a span that ends before it begins', [{ ...rule, from: '2026-02-01', to: '2026-01-01' }], /after "from"/],
    [
      'a scope beside provisioned',
      [{ ...rule, provisioned: true, endpointScope: 'region' }],
      /leave "endpointScope" out/,
    ],
    [
      'a scope that the cloud does not have',
      [{ ...rule, when: { cloud: 'vertex', modelId: 'x' }, endpointScope: 'geo' }],
      /vertex has no geo endpoints, only global, multi-region, region/,
    ],
    ['an unknown scope', [{ ...rule, endpointScope: 'unknown' }], /endpointScope/],
    [
      'a data zone that is not hosted on Azure',
      [{ ...rule, endpointScope: 'data-zone', hosting: 'anthropic' }],
      /only hosted on Azure/,
    ],
    [
      'a hosting elsewhere than on Foundry',
      [{ ...rule, when: { cloud: 'bedrock', modelId: 'x' }, hosting: 'azure' }],
      /only Foundry/,
    ],
  ])('refuse %s', (_, given, message) => {
    const { success, error } = modelMappingsSchema.safeParse(given);
    expect(success).toBe(false);
    expect(
      JSON.stringify(error?.issues.map(({ path, message: words }) => [path, words])).replaceAll('\\"', '"'),
    ).toMatch(message);
  });
});
