import { isObject, objectIn, type JsonObject } from '../json-value.js';
import { mergeAnthropicStream } from '../usage/anthropic.js';

/**
 * The events of a logged stream as the one message that the caller put together from them; `null` for a stream in which
 * neither Anthropic's events nor those of Claude 2 are recognised. What cannot be joined is kept beside what can.
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 */
export function assembleStream(events: readonly unknown[]): JsonObject | null {
  const message = new Map<string, unknown>();
  const blocks = new Map<unknown, Block>();
  const completions: string[] = [];
  let recognised = false;

  for (const event of events) {
    if (!isObject(event)) continue;
    for (const [key, value] of Object.entries(event)) if (key.startsWith('amazon-bedrock-')) message.set(key, value);
    switch (event['type']) {
      case 'message_start':
        recognised = true;
        setAll(message, objectIn(event, 'message') ?? {});
        break;
      case 'content_block_start':
        recognised = true;
        blocks.set(event['index'], new Block(objectIn(event, 'content_block') ?? {}));
        break;
      case 'content_block_delta': {
        recognised = true;
        const delta = objectIn(event, 'delta') ?? {};
        // An answer that a guardrail wrote comes without the start of its block.
        const block = blocks.get(event['index']) ?? new Block({ type: delta['type'] === 'text_delta' ? 'text' : null });
        blocks.set(event['index'], block);
        block.add(delta);
        break;
      }
      case 'message_delta':
        recognised = true;
        setAll(message, objectIn(event, 'delta') ?? {});
        break;
      case 'error':
        message.set('error', event['error']);
        break;
      case undefined:
        if (typeof event['completion'] !== 'string') break;
        completions.push(event['completion']);
        for (const key of ['stop_reason', 'stop']) if (event[key] != null) message.set(key, event[key]);
        break;
    }
  }

  if (!recognised && completions.length === 0) return null;
  if (completions.length > 0) message.set('completion', completions.join(''));
  if (recognised)
    message.set(
      'content',
      [...blocks.values()].map((block) => block.whole()),
    );
  const usage = mergeAnthropicStream(events);
  if (usage !== null) message.set('usage', usage);
  return Object.fromEntries(message);
}

/** The fields that a kind of delta adds to, and where its piece stands. */
const PIECES: Readonly<Record<string, { readonly piece: string; readonly field: string }>> = {
  text_delta: { piece: 'text', field: 'text' },
  thinking_delta: { piece: 'thinking', field: 'thinking' },
  signature_delta: { piece: 'signature', field: 'signature' },
  input_json_delta: { piece: 'partial_json', field: 'input' },
};

/** One content block while its pieces arrive. */
class Block {
  private readonly pieces = new Map<string, string[]>();
  private readonly citations: unknown[] = [];
  private readonly unknown: unknown[] = [];

  constructor(private readonly start: JsonObject) {}

  add(delta: JsonObject): void {
    const kind = typeof delta['type'] === 'string' ? PIECES[delta['type']] : undefined;
    const piece = kind === undefined ? undefined : delta[kind.piece];
    if (kind !== undefined && typeof piece === 'string') {
      const joined = this.pieces.get(kind.field);
      if (joined === undefined) this.pieces.set(kind.field, [piece]);
      else joined.push(piece);
    } else if (delta['type'] === 'citations_delta') this.citations.push(delta['citation']);
    else this.unknown.push(delta);
  }

  whole(): JsonObject {
    const { start, pieces, citations, unknown } = this;
    const fields = new Map(Object.entries(start));
    for (const [field, parts] of pieces) {
      const text = parts.join('');
      const begun = start[field];
      if (field === 'input') fields.set(field, text === '' ? begun : parsedInput(text));
      else fields.set(field, typeof begun === 'string' ? begun + text : text);
    }
    if (citations.length > 0) fields.set('citations', citations);
    if (unknown.length > 0) fields.set('deltas', unknown);
    return Object.fromEntries(fields);
  }
}

/** The input of a tool call streams as pieces of JSON text; one that was cut off stays a text. */
function parsedInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function setAll(target: Map<string, unknown>, fields: JsonObject): void {
  for (const [key, value] of Object.entries(fields)) target.set(key, value);
}
