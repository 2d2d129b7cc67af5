import type { RawRecord } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import type { CallBodies, CallBody } from '../call-bodies.js';

/** The messages of a call that the gateway logged, as the bodies that they were taken from; `null` where it logs none. */
export function foundryBodies({ bodies }: RawRecord, { vendor }: UsageEvent): CallBodies | null {
  const request = bodyOf(bodies?.input, (messages) => ({ messages }));
  const response = bodyOf(bodies?.output, (messages) => (messages.length === 1 ? messages[0] : { messages }));
  if (request === null && response === null) return null;
  return { dialect: vendor === 'anthropic' ? 'anthropic-messages' : 'other', request, response };
}

/** The gateway logs lists of messages without what stands around them. */
function bodyOf(text: string | undefined, around: (messages: readonly unknown[]) => unknown): CallBody | null {
  if (text === undefined) return null;
  const logged: unknown = JSON.parse(text);
  const json = Array.isArray(logged) ? around(logged) : logged;
  return { json, text: () => JSON.stringify(json) };
}
