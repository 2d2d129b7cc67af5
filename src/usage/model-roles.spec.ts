import { describe, expect, it } from 'vitest';
import { rolesOf, type ModelUse } from './model-roles.js';

const use = (model: string | null, costPico: bigint | null, outputTokens = 0, requests = 1): ModelUse => ({
  model,
  costPico,
  outputTokens,
  requests,
});

describe('the models of a session', () => {
  it.each<[string, ModelUse[], string[]]>([
    [
      'the dearest is the main one, Haiku the small one',
      [use('claude-opus-5', 9n), use('claude-haiku-5-5', 1n)],
      ['main', 'small'],
    ],
    ['order decides nothing', [use('claude-haiku-5-5', 1n), use('claude-opus-5', 9n)], ['small', 'main']],
    [
      'another one was switched to',
      [use('claude-opus-5', 9n), use('claude-sonnet-5', 4n), use('claude-haiku-5-5', 1n)],
      ['main', 'other', 'small'],
    ],
    ['Haiku alone is the main one', [use('claude-haiku-5-5', 1n)], ['main']],
    ['two Haikus have one main one', [use('claude-haiku-4-5', 1n), use('claude-haiku-5-5', 2n)], ['small', 'main']],
    [
      'what wrote most is the main one where a cost is not known',
      [use('claude-haiku-5-5', 5n, 10), use('claude-nova-9', null, 900)],
      ['small', 'main'],
    ],
    [
      'equal ones are told apart by their calls',
      [use('claude-opus-5', 1n, 0, 1), use('claude-sonnet-5', 1n, 0, 2)],
      ['other', 'main'],
    ],
    ['none', [], []],
  ])('%s', (_, uses, roles) => {
    expect(rolesOf(uses)).toEqual(roles);
  });
});
