import { describe, expect, it } from 'vitest';
import { modelMappingsSchema } from '../price/model-mapping.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { applyMapping, type MappableEvent } from '../price/model-mapping.js';
import { applyProfile, type ProfileFacts } from './apply-profile.js';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';

const profile: ProfileFacts = {
  model: 'claude-sonnet-5',
  vendor: 'anthropic',
  endpointScope: 'geo',
  speed: 'standard',
};

function logged(known: Partial<Pick<UsageEvent, 'model' | 'flags'>> = {}): MappableEvent {
  const fromBody = known.model !== undefined;
  return {
    cloud: 'bedrock',
    accountId: '111122223333',
    region: 'us-east-1',
    modelId: ARN,
    occurredAt: '2026-11-20T12:00:00.000Z',
    model: null,
    vendor: fromBody ? 'anthropic' : 'unknown',
    endpointScope: 'unknown',
    speed: 'standard',
    flags: ['scopeUnknown', fromBody ? 'modelFromBody' : 'modelUnknown'],
    provenance: { tokens: 'counters', cacheTtl: 'none', model: fromBody ? 'body' : 'absent', time: 'record' },
    ...known,
  };
}

function identified(event: MappableEvent, facts: Partial<ProfileFacts> = {}, mapping: Record<string, unknown> = {}) {
  const isMapped = Object.keys(mapping).length > 0;
  const mappings = modelMappingsSchema.parse(isMapped ? [{ name: 'mine', when: { modelId: ARN }, ...mapping }] : []);
  const { model, vendor, endpointScope, flags, provenance } = applyProfile(
    applyMapping(event, mappings),
    new Map([[ARN, { ...profile, ...facts }]]),
    mappings,
  );
  return { model, vendor, scope: endpointScope, flags: flags.toSorted(), from: provenance.model };
}

describe('a call of a resolved profile', () => {
  it('has the model and the scope of the profile, and says so', () => {
    expect(identified(logged())).toEqual({
      model: 'claude-sonnet-5',
      vendor: 'anthropic',
      scope: 'geo',
      flags: ['profileResolved'],
      from: 'profile',
    });
  });

  it('takes the profile before the answer, and says when the two differ', () => {
    expect(identified(logged({ model: 'claude-sonnet-5' })).flags).toEqual(['profileResolved']);
    expect(identified(logged({ model: 'claude-opus-5' }))).toMatchObject({
      model: 'claude-sonnet-5',
      flags: ['profileDisagrees', 'profileResolved'],
    });
  });

  it('keeps the model that the answer names when the catalogue does not know that of the profile', () => {
    expect(identified(logged({ model: 'claude-opus-5' }), { model: null })).toMatchObject({
      model: 'claude-opus-5',
      scope: 'geo',
      flags: ['modelFromBody', 'profileResolved'],
      from: 'body',
    });
    expect(identified(logged(), { model: null })).toMatchObject({
      model: null,
      vendor: 'anthropic',
      flags: ['modelUnknown', 'profileResolved'],
      from: 'absent',
    });
  });

  it('is no Claude call when another maker is behind it', () => {
    expect(identified(logged(), { model: null, vendor: 'amazon' })).toMatchObject({
      vendor: 'amazon',
      flags: ['profileResolved'],
    });
  });

  it('costs nothing by the token when it is provisioned', () => {
    expect(identified(logged(), { endpointScope: 'provisioned' })).toMatchObject({ scope: 'provisioned' });
  });
});

describe('a mapping of the configuration', () => {
  it.each([
    ['model and scope', { model: 'claude-opus-5', endpointScope: 'global' }, 'claude-opus-5', 'global', 'mapping'],
    ['the model alone', { model: 'claude-opus-5' }, 'claude-opus-5', 'geo', 'mapping'],
    ['the scope alone', { endpointScope: 'global' }, 'claude-sonnet-5', 'global', 'profile'],
    ['provisioned', { provisioned: true }, 'claude-sonnet-5', 'provisioned', 'profile'],
  ] as const)('that says %s goes before the profile', (_, mapping, model, scope, from) => {
    expect(identified(logged(), {}, mapping)).toMatchObject({ model, scope, from });
  });

  it('is reported when the profile says another model', () => {
    const both = { model: 'claude-opus-5', endpointScope: 'global' } as const;
    expect(identified(logged(), {}, both).flags).toEqual(['mapped', 'profileDisagrees']);
    expect(identified(logged(), {}, { ...both, model: 'claude-sonnet-5' }).flags).toEqual(['mapped']);
  });
});

it('leaves a call of another id as it is', () => {
  const call = logged();
  expect(applyProfile(call, new Map(), [])).toBe(call);
});
