import { describe, expect, it } from 'vitest';
import { modelBehind } from './profile-models.js';

const model = (region: string, id = 'anthropic.claude-sonnet-5') => `arn:aws:bedrock:${region}::foundation-model/${id}`;

describe('what stands behind an inference profile', () => {
  it.each([
    ['one region is in-region', [model('us-east-1')], 'region'],
    ['one region twice too', [model('us-east-1'), model('us-east-1')], 'region'],
    ['several regions are a geography', [model('us-east-1'), model('us-west-2')], 'geo'],
    ['a model without region makes it global', [model('us-east-1'), model('')], 'global'],
    ['also alone', [model('')], 'global'],
  ])('%s', (_, arns, endpointScope) => {
    expect(modelBehind(arns)).toEqual({ modelId: 'anthropic.claude-sonnet-5', endpointScope });
  });

  it.each([
    ['no model', []],
    ['two models', [model('us-east-1'), model('us-west-2', 'anthropic.claude-opus-5')]],
    ['something that is no foundation model', ['arn:aws:bedrock:us-east-1:111122223333:custom-model/x']],
  ])('is not guessed from %s', (_, arns) => {
    expect(modelBehind(arns)).toBeNull();
  });
});
