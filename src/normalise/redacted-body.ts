import type { ContentDialect, ContentPart } from '../usage/content.js';
import { isObject } from './json-value.js';
import { type Fingerprint, hidden, list, object, setting, type Shape, textOr, word } from './redaction.js';

/**
 * A body as its structure alone. Only what is named here stays: roles, kinds of blocks, models, names of tools, stop
 * reasons, parameters and counts. Everything else, known or not, is replaced by its kind, its length and a fingerprint, so
 * that a field that an API adds tomorrow is hidden until somebody has looked at it.
 * https://platform.claude.com/docs/en/api/messages
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function redactedBody(
  part: ContentPart,
  dialect: ContentDialect,
  body: unknown,
  fingerprint: Fingerprint,
): unknown {
  if (dialect === 'other') return hidden('body')(body, fingerprint);
  return (part === 'request' ? request : response)(body, fingerprint);
}

/** Values that the APIs choose from lists of their own. */
const name = word(/^[\w.:/-]{1,128}$/);
const role = word(/^(?:user|assistant|system)$/);
const text = hidden('text');
const id = hidden('id');

const cachePoint = object(() => ({ type: name, ttl: name }));
const choice = object(() => ({
  type: name,
  name,
  disable_parallel_tool_use: setting,
  auto: choice,
  any: choice,
  tool: choice,
}));

/** Counts, nested as they come; the names are the service's. */
const counts: Shape = (value, fingerprint) => {
  if (Array.isArray(value)) return value.map((each) => counts(each, fingerprint));
  if (typeof value === 'string') return name(value, fingerprint);
  if (!isObject(value)) return setting(value, fingerprint);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, counts(inner, fingerprint)]));
};

/** A piece of a message: native blocks name their `type`, Converse's are objects of one key. */
const block = object(() => ({
  type: name,
  text,
  thinking: hidden('thinking'),
  signature: hidden('signature'),
  data: hidden('thinking'),
  source: hidden('source'),
  title: text,
  context: text,
  citations: hidden('citations'),
  id,
  name,
  input: hidden('tool input'),
  tool_use_id: id,
  content: hidden('tool result'),
  is_error: setting,
  cache_control: cachePoint,
  image: hidden('image'),
  document: hidden('document'),
  video: hidden('video'),
  audio: hidden('audio'),
  toolUse: object(() => ({ toolUseId: id, name, input: hidden('tool input'), type: name })),
  toolResult: object(() => ({ toolUseId: id, content: hidden('tool result'), status: name, type: name })),
  reasoningContent: hidden('thinking'),
  guardContent: hidden('guarded'),
  citationsContent: hidden('citations'),
  searchResult: hidden('document'),
  cachePoint,
}));

/** Images and documents of native blocks say what they are in the block's type. */
const typedBlock: Shape = (value, fingerprint) => {
  const kind = isObject(value) ? value['type'] : undefined;
  const redacted = block(value, fingerprint);
  if ((kind !== 'image' && kind !== 'document') || !isObject(value) || !isObject(redacted)) return redacted;
  return 'source' in redacted ? { ...redacted, source: hidden(kind)(value['source'], fingerprint) } : redacted;
};

const blocks = textOr(list(textOr(typedBlock)));
const message = object(() => ({ role, content: blocks }));

const tool = object(() => ({
  type: name,
  name,
  description: text,
  input_schema: hidden('schema'),
  max_uses: setting,
  cache_control: cachePoint,
  toolSpec: object(() => ({ name, description: text, inputSchema: hidden('schema') })),
  cachePoint,
}));

const request = object(() => ({
  anthropic_version: name,
  anthropic_beta: list(name),
  model: name,
  modelId: name,
  max_tokens: setting,
  max_tokens_to_sample: setting,
  temperature: setting,
  top_p: setting,
  top_k: setting,
  stream: setting,
  stop_sequences: list(text),
  service_tier: name,
  speed: name,
  thinking: object(() => ({ type: name, budget_tokens: setting })),
  output_config: object(() => ({ effort: name, format: hidden('schema') })),
  metadata: object(() => ({ user_id: id })),
  system: blocks,
  messages: list(message),
  prompt: text,
  tools: list(tool),
  tool_choice: choice,
  inferenceConfig: object(() => ({
    maxTokens: setting,
    temperature: setting,
    topP: setting,
    stopSequences: list(text),
  })),
  toolConfig: object(() => ({ tools: list(tool), toolChoice: choice })),
  additionalModelRequestFields: request,
  performanceConfig: object(() => ({ latency: name })),
  serviceTier: object(() => ({ type: name })),
}));

const response = object(() => ({
  id,
  type: name,
  role,
  model: name,
  content: blocks,
  completion: text,
  stop_reason: name,
  stop_sequence: text,
  stop: text,
  usage: counts,
  output: object(() => ({ message })),
  stopReason: name,
  metrics: counts,
  serviceTier: object(() => ({ type: name })),
  performanceConfig: object(() => ({ latency: name })),
  'amazon-bedrock-guardrailAction': name,
  'amazon-bedrock-invocationMetrics': counts,
}));
