import { listIn, isObject, textIn, type JsonObject } from '../json-value.js';
import { NO_EXTRAS, type UsageExtras, type UsageReading } from '../usage/usage-reading.js';

/** What a response body tells, in the words of no dialect. */
export interface BodyFacts {
  readonly usage: UsageReading | null;
  readonly extras: UsageExtras;
  readonly messageId: string | null;
  /** The model as the answer names it. */
  readonly model: string | null;
  readonly stopReason: string | null;
  readonly tools: readonly string[];
  readonly latencyMs: number | null;
  readonly firstByteMs: number | null;
  /** A guardrail stopped the request or changed the answer. */
  readonly guardrailIntervened: boolean;
  /** The body is there but cut off: what follows the cut is not known. */
  readonly truncated: boolean;
}

/** Facts of a body that is not there. */
export const NO_BODY: BodyFacts = {
  usage: null,
  extras: NO_EXTRAS,
  messageId: null,
  model: null,
  stopReason: null,
  tools: [],
  latencyMs: null,
  firstByteMs: null,
  guardrailIntervened: false,
  truncated: false,
};

/** Facts of a body in which nothing can be recognised. */
export const UNREADABLE_BODY: BodyFacts = { ...NO_BODY, truncated: true };

/** Bedrock's own additions to a native Anthropic body; see docs/formats/bedrock.md. */
export function guardrailIntervenedIn(part: JsonObject): boolean {
  return part['amazon-bedrock-guardrailAction'] === 'INTERVENED';
}

const TOOL_CALLS = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);

/** The name of the tool that a native content block calls, or `null`. */
export function toolOfBlock(block: unknown): string | null {
  if (!isObject(block) || typeof block['type'] !== 'string' || !TOOL_CALLS.has(block['type'])) return null;
  return textIn(block, 'name', 128);
}

/** Tool names sorted, each once. */
export function toolNames(names: Iterable<string | null>): readonly string[] {
  const distinct = new Set<string>();
  for (const name of names) if (name !== null && distinct.size < 128) distinct.add(name);
  return distinct.size === 0 ? NO_BODY.tools : [...distinct].toSorted();
}

export function toolsOfContent(message: JsonObject): readonly string[] {
  return toolNames(listIn(message, 'content').map(toolOfBlock));
}

/** A duration in whole milliseconds that a database integer holds; anything else is not a measurement. */
export function millisecondsIn(parent: JsonObject | null, key: string): number | null {
  const value = parent?.[key];
  return typeof value === 'number' && value >= 0 && value < 2 ** 31 - 1 ? Math.round(value) : null;
}
