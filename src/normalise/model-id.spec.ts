import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../usage/cloud.js';
import { MODEL_CATALOGUE, releasedSince } from './model-catalogue.js';
import { readModelId, readModelName } from './model-id.js';

const PROFILE = 'arn:aws:bedrock:us-west-2:111122223333:inference-profile/';

describe('a Bedrock model id', () => {
  it.each([
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-3-5-sonnet', 'region', null],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet', 'region', null],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'geo', 'us'],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0[1m]', 'claude-sonnet-4', 'geo', 'us'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'geo', 'us-gov'],
    ['apac.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku', 'geo', 'apac'],
    ['some-new-geography.anthropic.claude-opus-5', 'claude-opus-5', 'geo', 'some-new-geography'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', 'global', 'global'],
    ['global.anthropic.claude-opus-4-7', 'claude-opus-4-7', 'global', 'global'],
    ['anthropic.claude-3-haiku-20240307-v1:0:48k', 'claude-3-haiku', 'region', null],
    ['anthropic.claude-v2:1', 'claude-2-1', 'region', null],
    ['anthropic.claude-mythos-preview', 'claude-mythos-preview', 'region', null],
    [`${PROFILE}global.anthropic.claude-opus-4-7`, 'claude-opus-4-7', 'global', 'global'],
    [`${PROFILE}jp.anthropic.claude-haiku-4-5-20251001-v1:0`, 'claude-haiku-4-5', 'geo', 'jp'],
    [
      'arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/us-gov.anthropic.claude-sonnet-5',
      'claude-sonnet-5',
      'geo',
      'us-gov',
    ],
    ['arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-5-5', 'claude-opus-5-5', 'region', null],
    ['arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5', 'claude-opus-5', 'region', null],
  ])('%s is %s, %s', (modelId, model, endpointScope, scopePrefix) => {
    expect(readModelId('bedrock', modelId)).toMatchObject({ model, endpointScope, scopePrefix, vendor: 'anthropic' });
  });

  it.each([
    ['arn:aws:bedrock:us-west-2:1:application-inference-profile/abcdefgh1234', 'application-inference-profile'],
    ['arn:aws:bedrock:us-west-2:1:provisioned-model/zyx', 'provisioned-model'],
    ['arn:aws:bedrock:us-west-2:1:custom-model-deployment/x', 'custom-model'],
    ['arn:aws:bedrock:us-west-2:1:custom-model/anthropic.claude-3-haiku-20240307-v1:0:200k/x', 'custom-model'],
    ['arn:aws:bedrock:us-west-2:1:imported-model/x', 'custom-model'],
    ['arn:aws:sagemaker:us-west-2:1:endpoint/x', 'opaque'],
    ['abcdefgh1234', 'opaque'],
    ['', 'opaque'],
  ])('%s tells neither model nor scope', (modelId, kind) => {
    expect(readModelId('bedrock', modelId)).toEqual({
      model: null,
      vendor: 'unknown',
      endpointScope: 'unknown',
      scopePrefix: null,
      kind,
      fast: false,
    });
  });

  it.each([
    ['us.amazon.nova-pro-v1:0', 'amazon', 'geo'],
    ['meta.llama3-3-70b-instruct-v1:0', 'meta', 'region'],
    ['minimax.minimax-m2.1', 'minimax', 'region'],
    ['eu.newmaker.model-v1:0', 'newmaker', 'geo'],
    ['openai.gpt-oss-120b-1:0', 'openai', 'region'],
  ])('%s keeps its maker %s', (modelId, vendor, endpointScope) => {
    expect(readModelId('bedrock', modelId)).toMatchObject({ model: null, vendor, endpointScope });
  });

  it.each([
    'us.anthropic.claude-opus-5-9',
    'anthropic.claude-opus',
    'anthropic.claude-sonnet-4-5x',
    'global.anthropic.claude-opus-55',
  ])('%s is Claude but no neighbour of it is taken', (modelId) => {
    expect(readModelId('bedrock', modelId)).toMatchObject({ model: null, vendor: 'anthropic' });
  });
});

describe('a model id of another cloud', () => {
  it.each([
    ['vertex', 'claude-sonnet-4-5@20250929', 'global', 'claude-sonnet-4-5', 'global'],
    ['vertex', 'claude-3-5-sonnet-v2@20241022', 'us-east5', 'claude-3-5-sonnet', 'region'],
    ['vertex', 'publishers/anthropic/models/claude-opus-4-7@default', 'us', 'claude-opus-4-7', 'multi-region'],
    ['vertex', 'claude-sonnet-4-6[1m]', 'eu', 'claude-sonnet-4-6', 'multi-region'],
    ['vertex', 'claude-sonnet-4@20250514[1m]', 'global', 'claude-sonnet-4', 'global'],
    ['vertex', 'claude-opus-4-6[1m]@default', 'europe-west1', 'claude-opus-4-6', 'region'],
    ['vertex', 'claude-opus-5', null, 'claude-opus-5', 'unknown'],
    ['foundry', 'claude-opus-4-8', null, 'claude-opus-4-8', 'unknown'],
    ['anthropic', 'claude-3-7-sonnet-latest', null, 'claude-3-7-sonnet', 'global'],
    ['anthropic', 'claude-opus-4-0', null, 'claude-opus-4', 'global'],
  ] as const)('%s: %s at %s is %s, %s', (cloud, modelId, location, model, endpointScope) => {
    expect(readModelId(cloud, modelId, location)).toMatchObject({ model, endpointScope, vendor: 'anthropic' });
  });

  it('that ends in -fast on Foundry is the fast form of its model', () => {
    expect(readModelId('foundry', 'claude-fable-5-2-fast')).toMatchObject({ model: 'claude-fable-5-2', fast: true });
  });

  it('that a customer chose for a deployment is opaque', () => {
    expect(readModelId('foundry', 'my-claude-deployment')).toMatchObject({
      model: null,
      vendor: 'unknown',
      kind: 'opaque',
    });
  });
});

describe('the model catalogue', () => {
  it.each(CLOUDS)('knows each of its %s ids as its own model', (cloud) => {
    for (const { model, ids } of MODEL_CATALOGUE) {
      for (const id of ids[cloud]) expect([id, readModelId(cloud, id).model]).toEqual([id, model]);
    }
  });

  it('knows each alias, and no name stands for two models', () => {
    const names = MODEL_CATALOGUE.flatMap(({ model, aliases }) => [model, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const { model, aliases } of MODEL_CATALOGUE) {
      for (const name of [model, ...aliases]) expect([name, readModelName(name).model]).toEqual([name, model]);
    }
  });

  it('is in order of release', () => {
    const days = MODEL_CATALOGUE.flatMap(({ releasedOn }) => releasedOn ?? []);
    expect(days).toEqual(days.toSorted());
  });

  it('orders by release, not by name', () => {
    expect(releasedSince('claude-opus-4-1', 'claude-sonnet-4-5')).toBe(false);
    expect(releasedSince('claude-sonnet-4-5', 'claude-sonnet-4-5')).toBe(true);
    expect(releasedSince('claude-mythos-preview', 'claude-sonnet-4-5')).toBe(true);
    expect(releasedSince('claude-unheard-of', 'claude-sonnet-4-5')).toBe(false);
  });

  it('knows the model of a body by its internal name', () => {
    expect(readModelName('claude-3-haiku-48k-20240307').model).toBe('claude-3-haiku');
  });
});
