import { describe, expect, it } from 'vitest';
import { meteredKey } from './metered-key.js';

describe('the key by which metered and logged models are compared', () => {
  it.each([
    ['a bare id', 'anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-haiku-20240307-v1:0'],
    ['the id of a system profile', 'us.anthropic.claude-opus-5', 'us.anthropic.claude-opus-5'],
    [
      'its ARN',
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-5',
      'us.anthropic.claude-opus-5',
    ],
    [
      'the ARN of a foundation model',
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5',
      'anthropic.claude-opus-5',
    ],
    [
      'the ARN of an application profile',
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456',
      'abc123def456',
    ],
    ['the bare id of one', 'abc123def456', 'abc123def456'],
    ['a provisioned model', 'arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:provisioned-model/xyz', 'xyz'],
    [
      'a custom model, whose id has two parts',
      'arn:aws:bedrock:us-east-1:111122223333:custom-model/anthropic.claude-3-haiku-20240307-v1:0:200k/abc',
      'anthropic.claude-3-haiku-20240307-v1:0:200k/abc',
    ],
    ['an endpoint of SageMaker', 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/mine', 'mine'],
    ['something else', 'chat', 'chat'],
  ])('is the same for %s', (_, modelId, key) => {
    expect(meteredKey(modelId)).toBe(key);
    expect(meteredKey(key)).toBe(key);
  });
});
