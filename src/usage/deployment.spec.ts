import { describe, expect, it } from 'vitest';
import { deploymentAt, type DeploymentSpell } from './deployment.js';

const spell = (name: string, modelName: string, firstSeenAt: number, endedAt: number | null): DeploymentSpell => ({
  accountId: 'account',
  name,
  modelFormat: 'Anthropic',
  modelName,
  modelVersion: '2',
  sku: 'GlobalStandard',
  capacity: 40,
  hosting: 'azure',
  endpointScope: 'global',
  rateLimits: [],
  state: 'Succeeded',
  changedAt: null,
  firstSeenAt,
  lastSeenAt: endedAt ?? firstSeenAt,
  endedAt,
});
const SPELLS = [
  spell('main', 'claude-opus-5', 200, null),
  spell('main', 'claude-opus-4-8', 100, 200),
  spell('claude-haiku-4-5', 'claude-haiku-4-5', 100, null),
];

describe('what stood behind the name of a deployment', () => {
  it.each<[name: string, at: number, model: string | undefined, why: string]>([
    ['main', 150, 'claude-opus-4-8', 'while it was so'],
    ['main', 200, 'claude-opus-5', 'from the look that saw the change'],
    ['main', 50, 'claude-opus-4-8', 'before the first look, by the first answer'],
    ['claude-haiku-4-5-20251001', 150, 'claude-haiku-4-5', 'by the dated name that a gateway writes'],
    ['gone', 150, undefined, 'not at all where nothing of the name is known'],
  ])('%s at %i is %s: %s', (name, at, model) => {
    expect(deploymentAt(SPELLS, name, at)?.modelName).toBe(model);
  });
});
