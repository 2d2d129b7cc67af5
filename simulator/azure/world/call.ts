import type { SeedWords } from '../../random.js';
import type { TrueTokens } from '../../world/call.js';
import type { Caller } from './callers.js';
import type { Deployment } from './deployments.js';
import type { FoundryAccount } from './estate.js';

/** One call of the simulated world, with everything that happened, whoever logs it. */
export interface FoundryCall {
  readonly account: FoundryAccount;
  /** Words of its hour, from which every later draw about this call starts. */
  readonly words: SeedWords;
  /** Place within its hour; with the words it makes the call unique. */
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly durationMs: number;
  /** `probe`: a request without a model, such as the hello of a client that starts, answered by the gateway. */
  readonly kind: 'message' | 'probe';
  /** What the caller named; null for probes, and for a name that stands for nothing just now. */
  readonly deployment: Deployment | null;
  /** The name as the caller sent it; empty for probes. */
  readonly deploymentName: string;
  readonly caller: Caller;
  readonly viaGateway: boolean;
  readonly streamed: boolean;
  /** What the caller got. */
  readonly status: number;
  /** What Foundry answered; `null` where the gateway refused and Foundry never heard of it. */
  readonly backendStatus: number | null;
  /** Anthropic's id of the message, with which an answer begins; `null` without an answer. */
  readonly messageId: string | null;
  /** CorrelationId of Foundry's row; the gateway's is another. */
  readonly correlationId: string;
  readonly gatewayCorrelationId: string;
  /** As billed: nothing for what failed. For another maker's model `input` includes what was read from its cache. */
  readonly tokens: TrueTokens;
}

/** True for calls that are Claude's to answer. */
export function isClaude(call: FoundryCall): boolean {
  return call.deployment !== null && call.deployment.claude !== null;
}
