import { describe, expect, it } from 'vitest';
import { isClaudeMeter } from './claude-meters.js';

const USUAL = ['claude', 'anthropic', 'ccu'];

describe('a meter of a bill is one of Claude’s', () => {
  it.each([
    ['by its name: the consumption unit', 'Claude Consumption Unit', [], [], true],
    ['by its name: a model of the older regime', 'claude-sonnet-4-5 Cache Read Tokens', [], [], true],
    ['by a name that is short for it', '1 CCU', [], [], true],
    ['by its sub-category, whatever its name', 'Consumption Unit', ['SaaS'], ['Claude Platform on Foundry'], true],
    ['by the publisher in its sub-category', 'Input Tokens', ['SaaS'], ['Anthropic models'], true],
    ['by its category', 'Units', ['Anthropic'], [''], true],
    ['not where only some charges of its name are', '', ['SaaS'], ['Claude Platform on Foundry', 'Datadog'], false],
    ['not where letters only happen to follow each other', 'Occupancy Sensor', ['IoT'], ['Accumulated'], false],
    ['not where it is another maker’s', 'gpt-5-mini glbl Tokens', ['Foundry Models'], ['Azure OpenAI'], false],
    ['not where nothing is said', '', [], [], false],
  ])('%s', (_, meter, categories, subCategories, is) => {
    expect(isClaudeMeter({ meter, categories, subCategories }, USUAL)).toBe(is);
  });
});
