import { describe, expect, it } from 'vitest';
import { gatewayCalls } from './gateway-calls.js';

const ingested = (second: number) => `2026-11-16T13:05:${String(second).padStart(2, '0')}.0000000Z`;
const llm = (SequenceNumber: number, columns: Record<string, unknown> = {}) => ({
  CorrelationId: 'c',
  SequenceNumber,
  _ing: ingested(10 + SequenceNumber),
  ...columns,
});

/** The prompt that rows of one call hold, in the order of their sequence. */
const requestOf = (rows: Record<string, unknown>[]) =>
  gatewayCalls(
    rows.map((row, index) => llm(index, row)),
    [],
  )[0]?.request;

describe('a call put together from rows of the gateway', () => {
  it('takes its counts from the row that has them and its messages in the order of their chunks', () => {
    const message = JSON.stringify([{ role: 'user', content: 'How much is it?' }]);
    const [call] = gatewayCalls(
      [
        llm(2, { RequestMessages: message.slice(20) }),
        llm(0, { RequestId: 'msg_1', PromptTokens: 3 }),
        llm(1, { RequestMessages: message.slice(0, 20) }),
        llm(3, { ResponseMessages: '[{"role":"assistant","content":"Nothing."}]' }),
        // The same row from the other destination.
        llm(0, { RequestId: 'msg_1', PromptTokens: 3 }),
      ],
      [{ CorrelationId: 'c', ApimSubscriptionId: 's', _ing: ingested(5) }],
    );
    expect(call).toMatchObject({ correlationId: 'c', llm: { PromptTokens: 3 }, call: { ApimSubscriptionId: 's' } });
    expect(call?.request).toBe(message);
    expect(call?.response).toBe('[{"role":"assistant","content":"Nothing."}]');
    // The window that a call lies in hangs on the log of the model alone, however late or early the other is.
    expect(call?.ingestedAt).toBe(Date.parse(ingested(10)));
  });

  it('joins chunks that are lists of messages, and keeps text that is no JSON as text', () => {
    expect(requestOf([{ RequestMessages: '[{"a":1}]' }, { RequestMessages: '[{"b":2}]' }])).toBe('[{"a":1},{"b":2}]');
    expect(requestOf([{ RequestMessages: 'How ' }, { RequestMessages: 'much?' }])).toBe('"How much?"');
    expect(requestOf([{ RequestMessages: '[]' }])).toBeNull();
  });

  it('is a call too where the gateway refused it before a model was asked', () => {
    expect(gatewayCalls([], [{ CorrelationId: 'r', ResponseCode: 429, _ing: ingested(7) }])).toMatchObject([
      { correlationId: 'r', llm: null, call: { ResponseCode: 429 }, ingestedAt: Date.parse(ingested(7)) },
    ]);
  });
});
