import { describe, expect, it } from 'vitest';
import { recorded } from '../../../test/support/recorded.js';
import { foundFields } from './found-fields.js';

const text = recorded('vertex', 'metadata-camel-case');

describe('what is found in an entry of inference metadata', () => {
  it('is told by place, without any value or the name of a label', () => {
    const { ok, words } = foundFields(JSON.parse(text), undefined);
    expect(ok).toBe(true);
    expect(words).toContain('inputTokens at jsonPayload.tokenCounts.inputTokens');
    expect(words).toMatch(/not found: modelVersion|not found: startedAt/);
    for (const secret of ['claims', 'cost_centre', '4711', 'opus', '640']) expect(words).not.toContain(secret);
  });

  it('says what the configuration has to name, and among which keys', () => {
    const { ok, words } = foundFields(JSON.parse(text.replaceAll('inputTokens', 'promptSize')), undefined);
    expect(ok).toBe(false);
    expect(words).toMatch(/name the places of inputTokens in fields; its keys are .*tokenCounts\.\{promptSize, /);
    expect(words).not.toContain('cost_centre');
  });

  it('is found at the place that the configuration names', () => {
    const renamed = JSON.parse(text.replaceAll('inputTokens', 'promptSize'));
    expect(foundFields(renamed, { inputTokens: 'jsonPayload.tokenCounts.promptSize' }).ok).toBe(true);
  });
});
