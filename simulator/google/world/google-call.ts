import type { SeedWords } from '../../random.js';
import type { StopReason, TrueTokens } from '../../world/call.js';
import type { ClaudeModel } from '../../world/models.js';
import type { Topic } from '../../world/topic.js';
import type { Caller } from './caller.js';
import type { GooglePlace } from './google-places.js';

export type GoogleMethod = 'rawPredict' | 'streamRawPredict';

/** Codes of google.rpc.Code that calls end with. */
export const CODE_OK = 0;
export const CODE_CANCELLED = 1;
export const CODE_UNAUTHENTICATED = 16;

/** One simulated call to Claude on Vertex AI: what happened, before any log tells its part of it. */
export interface GoogleCall {
  /** Unique in the world; no log carries it. */
  readonly id: string;
  readonly place: GooglePlace;
  /** Stream of random numbers of this call, for what only the logs need. */
  readonly words: SeedWords;
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly latencyMicros: number;
  readonly caller: Caller;
  /** Session of Claude Code. */
  readonly session: string | null;
  /** What the caller sent in X-Vertex-AI-Labels. */
  readonly labels: Readonly<Record<string, string>> | null;
  readonly claude: ClaudeModel;
  /** As it stands in the URL; `count-tokens` for a count of tokens, which names the real model in the body. */
  readonly modelId: string;
  readonly method: GoogleMethod;
  /** `counted`: a count of tokens, which is free and runs no model. */
  readonly outcome: 'ok' | 'failed' | 'aborted' | 'counted';
  /** google.rpc.Code. */
  readonly code: number;
  readonly stopReason: StopReason;
  readonly tool: string | null;
  readonly topic: Topic;
  readonly tokens: TrueTokens;
  /** True for a call on provisioned throughput, which is paid for by the hour. */
  readonly dedicated: boolean;
  /** True where request and answer together exceed the 10 MB of a row. */
  readonly oversized: boolean;
  /** Draw in [0, 1): the request-response log keeps the call if it is below the sampling rate. */
  readonly samplingDraw: number;
  /** Length to which the answer's text is drawn out, for tests with large rows; 0 for none. */
  readonly padBytes: number;
}

/** When the answer had ended, in microseconds since 1970. */
export function endedAtMicros(call: Pick<GoogleCall, 'startedAt' | 'latencyMicros'>): number {
  return call.startedAt * 1000 + call.latencyMicros;
}

/** The HTTP status that Google answers with for a code of google.rpc.Code. */
export function httpStatusOf(code: number): number {
  const statuses: Readonly<Record<number, number>> = { 0: 200, 1: 499, 3: 400, 5: 404, 7: 403, 8: 429, 16: 401 };
  return statuses[code] ?? 500;
}
