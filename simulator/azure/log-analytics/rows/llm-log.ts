import { Random, type NonEmpty } from '../../../random.js';
import type { FoundryCall } from '../../world/call.js';
import type { Gateway } from '../../world/estate.js';
import { Dynamic, Ticks } from '../kql/values.js';
import { standardCells, type Cells, type LogRow } from './log-row.js';

const LLM_STREAM = 22;
/** https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs: longer messages are split. */
const CHUNK_BYTES = 32_768;

const SENTENCES: NonEmpty<string> = [
  'Summarise the water damage report for this claim and list what is still missing. ',
  'The policy covers a rental car from the eleventh day on, up to the daily amount in section 4. ',
  'Rename the field "zip" to "postalCode" in the address form and its validation. ',
];

/** What the gateway counted: prompt without what went through the cache, for Claude. */
export function tokensLogged(call: FoundryCall): { readonly prompt: number; readonly completion: number } {
  return { prompt: call.tokens.input, completion: call.tokens.output };
}

/** The model as the answer names it: with its date for Claude's own clients, without for others. */
function modelLogged(call: FoundryCall): string {
  const name = call.deployment?.modelName ?? '';
  return call.caller.userAgent.startsWith('claude-cli') ? name : name.replace(/-\d{8}$/, '');
}

/** Streamed rows tell the model's full id where others tell the deployment, if the model's id has a date. */
function deploymentLogged(call: FoundryCall): string {
  const modelName = call.deployment?.modelName ?? '';
  return call.streamed && /-\d{8}$/.test(modelName) ? modelName : call.deploymentName;
}

function chunksOf(text: string, role: string): Dynamic[] {
  const chunks: Dynamic[] = [];
  for (let at = 0; at < text.length; at += CHUNK_BYTES) {
    chunks.push(new Dynamic([{ role, content: text.slice(at, at + CHUNK_BYTES) }]));
  }
  return chunks;
}

function drawn(tokens: number, random: Random): string {
  const sentence = random.pick(SENTENCES);
  const characters = Math.min(90_000, Math.max(80, tokens * 4));
  return sentence.repeat(Math.ceil(characters / sentence.length)).slice(0, characters);
}

/**
 * The rows of one request in the log of language models: one with the counts, and one for every piece of its messages
 * where those are logged. Requests that no model answered have a row too, with nothing in it.
 */
export function llmLogRows(call: FoundryCall, gateway: Gateway, logMessages: boolean): LogRow[] {
  const random = new Random(call.words, LLM_STREAM, call.index);
  const answered = call.status === 200 && call.kind === 'message';
  const { prompt, completion } = tokensLogged(call);
  const tellsStream = random.chance(0.4);
  const common = {
    ...standardCells('ApiManagementGatewayLlmLog', call.account, gateway.resourceId, 420),
    // The gateway's clock: when it began to process the request.
    TimeGenerated: Ticks.ofMs(call.occurredAt, random.whole(0, 9999)),
    OperationName: 'Microsoft.ApiManagement/GatewayLlmLogs',
    CorrelationId: call.gatewayCorrelationId,
    Region: 'East US 2',
  };
  const row = (sequenceNumber: number, cells: Cells): LogRow => ({
    table: 'ApiManagementGatewayLlmLog',
    resource: gateway.name,
    part: `llm/${sequenceNumber}`,
    cells: { ...common, SequenceNumber: sequenceNumber, ...cells },
  });
  const counted = row(0, {
    RequestId: answered ? (call.messageId ?? `chatcmpl-${random.alphanumeric(29)}`) : '',
    ModelName: answered ? modelLogged(call) : '',
    DeploymentName: answered ? deploymentLogged(call) : '',
    ApiVersion: call.deployment?.format === 'OpenAI' ? '2024-10-21' : '',
    PromptTokens: prompt,
    CompletionTokens: completion,
    TotalTokens: prompt + completion,
    // Claude Code's streams are told as no streams more often than not.
    IsStreamCompletion: answered && call.streamed && tellsStream,
  });
  if (!logMessages || !answered) return [counted];
  const requests = chunksOf(drawn(prompt, random), 'user').map((message, at) =>
    row(1 + at, { RequestMessages: message }),
  );
  const responses = chunksOf(drawn(completion, random), 'assistant').map((message, at) =>
    row(1 + requests.length + at, { ResponseMessages: message }),
  );
  return [counted, ...requests, ...responses];
}
