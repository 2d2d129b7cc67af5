import { contentPolicy } from '../../src/ingest/content-policy.js';
import { ingestWindow } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import type { ContentKeys } from '../../src/runtime/keys/content-keys.js';
import type { UsageDatabase } from '../../src/store/usage-database.js';
import type { ContentMode } from '../../src/usage/content.js';
import { eventIdOf } from '../../src/usage/event-id.js';
import type { RawRecord } from '../../src/usage/raw-record.js';

export const ACCOUNT = '111122223333';
export const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`;
export const BEN = `arn:aws:iam::${ACCOUNT}:user/ben`;

/** One call as Bedrock logs it, with a prompt and a completion. */
export interface ContentCall {
  readonly id: string;
  readonly principal: string | null;
  readonly at: string;
  readonly prompt: string | null;
  readonly completion: string | null;
}

export function recordOf({ id, principal, at, prompt, completion }: ContentCall): RawRecord {
  const record = {
    schemaType: 'ModelInvocationLog',
    timestamp: at,
    accountId: ACCOUNT,
    region: 'us-east-1',
    requestId: id,
    operation: 'InvokeModel',
    modelId: 'global.anthropic.claude-sonnet-5',
    ...(principal === null ? {} : { identity: { arn: principal } }),
    input: { inputTokenCount: 10, ...(prompt === null ? {} : { inputBodyJson: requestOf(prompt) }) },
    output: { outputTokenCount: 5, ...(completion === null ? {} : { outputBodyJson: responseOf(completion) }) },
  };
  return { text: JSON.stringify(record), envelope: {} };
}

export const requestOf = (prompt: string) => ({ max_tokens: 9, messages: [{ role: 'user', content: prompt }] });
export const responseOf = (completion: string) => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'text', text: completion }],
});

export const idOf = ({ id, at }: ContentCall) => eventIdOf('bedrock', ACCOUNT, id, new Date(at));

/** Ingests records as one page of a source, the way the service does. */
export async function ingestRecords(
  { usage, runs }: UsageDatabase,
  records: readonly RawRecord[],
  now: string,
  contents: { readonly mode: ContentMode; readonly retentionDays?: number; readonly keys: ContentKeys | null },
) {
  const source = {
    id: 'test',
    cloud: 'bedrock' as const,
    axis: 'event-time' as const,
    async *read() {
      yield [...records];
    },
  };
  const at = Date.parse(now);
  const policy = contentPolicy({ contents: { retentionDays: 30, ...contents }, sources: [] });
  const pipeline = { usage, runs, rules: NO_RULES, contents: policy, clock: { now: () => at } };
  return ingestWindow(source, { from: at, to: at + 1 }, 'import', pipeline, new AbortController().signal);
}
