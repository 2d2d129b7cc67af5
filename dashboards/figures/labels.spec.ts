import { describe, expect, it } from 'vitest';
import { labelOfValue } from './labels.js';
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
