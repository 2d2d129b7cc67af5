import type { Place } from '../world-places.js';
import type { ClaudeModel } from './models.js';
import type { SeedWords } from '../random.js';
import type { ModelResource } from './profiles.js';
import type { ModelScope } from './scope.js';
import type { Topic } from './topic.js';

export type Operation = 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream';

/** What the model did, before anybody wrote it down. */
export interface TrueTokens {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

export const NO_TOKENS: TrueTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

export type Outcome = 'ok' | 'guardrailBlocked' | 'failed';

export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal' | 'stop_sequence';

/** A model of another maker. */
export interface OtherModel {
  readonly vendor: 'amazon' | 'meta' | 'mistral';
  readonly modelId: string;
}

/**
 * One simulated call: what happened (`tokens`) and what its record tells of it (`counters`, `bodies`, `split`). The record's
 * text is made from this and nothing else, and the ledger counts from this and never from the text.
 */
export interface SimulatedCall {
  readonly place: Place;
  /** Stream of random numbers of this call, for what only the text needs. */
  readonly words: SeedWords;
  readonly index: number;
  /** Whole seconds, in milliseconds since 1970. */
  readonly occurredAt: number;
  readonly principal: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly operation: Operation;
  /** As the caller passed it. */
  readonly modelId: string;
  readonly claude: ClaudeModel | null;
  readonly other: OtherModel | null;
  /** `unknown`: an application profile or a provisioned model, whose ARN tells neither model nor scope. */
  readonly scope: ModelScope | 'unknown';
  /** What such an ARN stands for. */
  readonly via: ModelResource | null;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  readonly stopReason: StopReason;
  readonly tool: string | null;
  readonly topic: Topic;
  readonly tokens: TrueTokens;
  /** Top-level counters: all four, without the cache pair, or none. */
  readonly counters: 'all' | 'noCachePair' | 'none';
  /**
   * Where the bodies are: both in the record, the request in S3, both in S3, or nowhere. What would go to S3 is kept nowhere
   * in a place without a bucket.
   */
  readonly bodies: 'inline' | 'inputInS3' | 'inS3' | 'absent';
  /** True where the answer's body, wherever it is, tells cache writes by lifetime. */
  readonly split: boolean;
  /** Order of keys of the older records, which also lack the inference region. */
  readonly olderLayout: boolean;
  /** True for the rare record that reached the log cut off. */
  readonly cutOff: boolean;
  /** Length to which the answer's text is drawn out, for tests with large records; 0 for none. */
  readonly padBytes: number;
}
