import { describe, expect, it } from 'vitest';
import { recorded } from '../../../test/support/recorded.js';
import { tokens } from '../../../test/support/token-counts.js';
import { normaliseBedrock } from './invocation-log.js';

/** The event of a record with these two parts. */
function eventOf(input: object, output: object) {
  const record: Record<string, unknown> = JSON.parse(recorded('bedrock', 'metadata-only'));
  const answer = normaliseBedrock({ text: JSON.stringify({ ...record, input, output }), envelope: {} });
  if (!('event' in answer)) throw new Error('expected an event');
  return answer.event;
}

describe('token counts', () => {
  it('are taken from the body where only some counters are absent', () => {
    const body = {
      content: [],
      usage: { input_tokens: 5, cache_read_input_tokens: 70, cache_creation_input_tokens: 0, output_tokens: 9 },
    };
    const event = eventOf({ inputTokenCount: 5 }, { outputBodyJson: body });
    expect(event.tokens).toEqual(tokens(5, 70, 0, 0, 9));
    expect(event.flags).toContain('tokensFromBody');
    expect(event.provenance.tokens).toBe('counters');
  });

  it('are not flagged when the body confirms absent cache counters with zeros', () => {
    const body = {
      content: [],
      usage: { input_tokens: 5, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 9 },
    };
    const { flags } = eventOf({ inputTokenCount: 5 }, { outputBodyJson: body, outputTokenCount: 9 });
    expect(flags).not.toContain('cachePairAbsent');
    expect(flags).not.toContain('tokensFromBody');
  });

  it('stay unknown one by one: an absent output is null, not 0', () => {
    const event = eventOf({ inputTokenCount: 5, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 }, {});
    expect(event.tokens).toEqual(tokens(5, 0, 0, 0, null));
    expect(event.flags).toContain('tokensMissing');
  });

  it('never come from the beginning of a stream that was cut off', () => {
    const start = { type: 'message_start', message: { usage: { input_tokens: 5, output_tokens: 1 } } };
    expect(eventOf({}, { outputBodyJson: [start] }).tokens).toEqual(tokens(5, 0, 0, 0, null));
  });

  it.each([
    ['all cache points say an hour', ['1h', '1h'], 'cacheTtlFromRequest', tokens(1, 0, 0, 90, 1)],
    ['no cache point names a lifetime', [undefined], 'cacheTtlFromRequest', tokens(1, 0, 90, 0, 1)],
    ['cache points differ', ['1h', '5m'], 'cacheTtlAssumed', tokens(1, 0, 90, 0, 1)],
    ['there is no cache point', [], 'cacheTtlAssumed', tokens(1, 0, 90, 0, 1)],
  ] as const)('split cache writes by the request when %s', (_, lifetimes, flag, expected) => {
    const points = lifetimes.map((ttl) => ({ cachePoint: { type: 'default', ...(ttl === undefined ? {} : { ttl }) } }));
    const request = { messages: [{ role: 'user', content: [{ text: 'x' }, ...points] }] };
    const counters = { inputTokenCount: 1, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 90 };
    const event = eventOf({ ...counters, inputBodyJson: request }, { outputTokenCount: 1 });
    expect(event.tokens).toEqual(expected);
    expect(event.flags).toContain(flag);
  });

  it('are those of an answer that a guardrail only masked, which is no blocked call', () => {
    const body = {
      content: [],
      stop_reason: 'end_turn',
      usage: { input_tokens: 5, output_tokens: 9 },
      'amazon-bedrock-guardrailAction': 'INTERVENED',
    };
    const event = eventOf({ inputTokenCount: 5 }, { outputTokenCount: 9, outputBodyJson: body });
    expect(event.outcome).toBe('ok');
    expect(event.flags).toContain('guardrailIntervened');
  });
});
