import { describe, expect, it } from 'vitest';
import { normalise } from '../normalise/normalise.js';
import { inRounds, type JudgedEvent } from './judged-event.js';

/** One sight of a call, with these parts of its answer in the log. */
function sight(requestId: string, answer: { tokens?: boolean; latencyMs?: number }): JudgedEvent {
  const record = {
    timestamp: '2026-11-18T10:15:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId,
    modelId: 'anthropic.claude-sonnet-5',
    input: answer.tokens === true ? { inputTokenCount: 7 } : {},
    output: { ...(answer.tokens === true ? { outputTokenCount: 7 } : {}), outputBodyJson: { metrics: answer } },
  };
  const normalised = normalise('bedrock', { text: JSON.stringify(record), envelope: {} });
  if (!('event' in normalised)) throw new Error(JSON.stringify(normalised));
  const event = { ...normalised.event, latencyMs: answer.latencyMs ?? null };
  return { event, price: { unpriced: 'tokensMissing' }, effective: null, team: null, person: null, sourceId: 'test' };
}

describe('the rounds of a batch', () => {
  const [rich, poor, other] = [sight('a', { tokens: true }), sight('a', {}), sight('b', {})];

  it('are one, with the sight of each call that knows most, when the others tell nothing beside it', () => {
    expect(inRounds([])).toEqual([]);
    expect(inRounds([poor, other, rich, rich])).toEqual([[rich, other]]);
  });

  it('are more when a poorer sight tells a fact that the richer one lacks', () => {
    const timed = sight('a', { latencyMs: 120 });
    expect(inRounds([poor, timed, other, rich])).toEqual([[rich, other], [timed]]);
  });
});
