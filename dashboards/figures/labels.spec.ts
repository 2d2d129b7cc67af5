import { describe, expect, it } from 'vitest';
import { labelOfValue, nameOfSubject, withNamesOfAccounts } from './labels.js';
import { nameInFull } from './rows.js';

const RESOURCE =
  '/subscriptions/2c5e8f14-7a36-4d90-b1c8-0e47d26a93f5/resourcegroups/rg-ai/providers/microsoft.cognitiveservices/accounts/insurer-ai';

describe('names of accounts', () => {
  it.each([
    [RESOURCE, 'insurer-ai'],
    ['111122223333', '111122223333'],
    ['insurer-claims-prod', 'insurer-claims-prod'],
  ])('are short on the screen and whole where there is room: %s', (id, name) => {
    expect(labelOfValue('accountId', id)).toBe(name);
    expect(nameInFull({ key: id, label: name })).toBe(id);
  });

  it('are not taken for other values that hold a slash', () => {
    expect(labelOfValue('modelId', 'projects/p/models/claude')).toBe('projects/p/models/claude');
  });
});

it.each([
  [`foundry${RESOURCE}/swedencentral`, 'Foundry · insurer-ai · swedencentral'],
  [`foundry/${RESOURCE}/swedencentral/claude-opus-5`, 'Foundry · insurer-ai · swedencentral · claude-opus-5'],
  ['bedrock/111122223333/us-east-1', 'Bedrock · 111122223333 · us-east-1'],
  ['vertex/insurer-dev', 'Vertex · insurer-dev'],
  ['bedrock-3333-us-east-1', 'bedrock-3333-us-east-1'],
])('%s is called %s', (subject, name) => {
  expect(nameOfSubject(subject)).toBe(name);
});

it('in a sentence a resource of Azure stands by its name, and what follows it stays', () => {
  expect(withNamesOfAccounts(`Logs of ${RESOURCE}, read by none, stay in s3://a/b.`)).toBe(
    'Logs of insurer-ai, read by none, stay in s3://a/b.',
  );
});
