import { costOf, isListed } from './prices.js';
import type { SimulatedCall, TrueTokens } from '../world/call.js';
import type { ModelResource } from '../world/profiles.js';

/** What a careful reader can know of a call from its record. */
export interface Judgement {
  /** `null`: the record does not tell. */
  readonly tokens: TrueTokens | null;
  /** Canonical id, the id of another maker's model, or `unknown`. */
  readonly model: string;
  readonly standing: 'priced' | 'notBilled' | 'scopeUnknown' | 'modelUnknown' | 'tokensUnknown' | 'nonClaude';
  /** Zero where there is no cost to know, and for calls that are paid for by the hour. */
  readonly costPicoUsd: bigint;
}

export const UNKNOWN_MODEL = 'unknown';

export const PROFILE_LOOKUPS = ['known', 'existing', 'opaque'] as const;
export type ProfileLookup = (typeof PROFILE_LOOKUPS)[number];

/** What a reader may do beyond reading records. */
export interface Reader {
  /** Fetch the bodies that are too large for their records, where the place keeps them. */
  readonly bodies: boolean;
  /**
   * Look up what opaque ARNs stand for: `known`, each while it existed; `existing`, those that exist when the log is read;
   * `opaque`, none, so that calls through them have no price.
   */
  readonly profiles: ProfileLookup;
  /** When the log is read. */
  readonly asOf: number;
}

/** True where the reader can see the answer's body and the model spoke. */
function answerIsTold(call: SimulatedCall, reader: Reader): boolean {
  if (call.outcome !== 'ok') return false;
  if (call.bodies === 'inS3') return reader.bodies && call.place.bucket !== null;
  return call.bodies === 'inline' || call.bodies === 'inputInS3';
}

/**
 * Counters first; the body for the lifetimes of cache writes and for what the counters lack. Counters without the cache
 * pair mean no caching unless the body tells of some. Writes whose lifetime is not told count as 5-minute writes.
 */
export function tokensTold(call: SimulatedCall, reader: Reader): TrueTokens | null {
  const body = answerIsTold(call, reader);
  if (call.counters === 'none' && !body) return null;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = call.tokens;
  if (call.counters !== 'all' && !body) return { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output };
  if (body && call.split) return call.tokens;
  return { input, cacheRead, cacheWrite5m: cacheWrite5m + cacheWrite1h, cacheWrite1h: 0, output };
}

/** What the ARN that a call names stands for, as far as the reader can look it up. */
function resolve(call: SimulatedCall, reader: Reader): ModelResource | null {
  if (call.via === null || reader.profiles === 'opaque') return null;
  const isGone = call.via.kind === 'applicationProfile' && call.via.deletedAt <= reader.asOf;
  return isGone && reader.profiles === 'existing' ? null : call.via;
}

/** The name of the model, from the id that the caller passed or, where that is opaque, from the answer of InvokeModel. */
function modelTold(call: SimulatedCall, reader: Reader): string {
  if (call.other !== null) return call.other.modelId;
  if (call.claude === null || !isListed(call.claude)) return UNKNOWN_MODEL;
  const bodyNamesIt = answerIsTold(call, reader) && call.operation.startsWith('Invoke');
  return call.scope !== 'unknown' || resolve(call, reader) !== null || bodyNamesIt ? call.claude.name : UNKNOWN_MODEL;
}

/** Errors of calls that no model saw; all others may have used tokens. */
const REFUSALS = new Set([
  'ThrottlingException',
  'AccessDeniedException',
  'ValidationException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
]);

function wasRefused({ outcome, errorCode, operation }: SimulatedCall): boolean {
  if (outcome !== 'failed' || errorCode === null) return false;
  // A stream may have begun before the service was not available any more.
  return REFUSALS.has(errorCode) || (errorCode === 'ServiceUnavailableException' && !operation.includes('Stream'));
}

const uses = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TrueTokens) =>
  input + cacheRead + cacheWrite5m + cacheWrite1h + output;

/** Judge one call: its tokens, its model, its cost or why there is none. */
export function judge(call: SimulatedCall, reader: Reader): Judgement {
  const tokens = tokensTold(call, reader);
  const model = modelTold(call, reader);
  const judged = (standing: Judgement['standing'], costPicoUsd = 0n): Judgement => ({
    tokens,
    model,
    standing,
    costPicoUsd,
  });
  if (call.claude === null) return judged('nonClaude');
  if (wasRefused(call) && (tokens === null || uses(tokens) === 0)) return judged('notBilled');
  const resource = resolve(call, reader);
  if (resource?.kind === 'provisionedModel') return judged('priced');
  const scope = resource?.scope ?? call.scope;
  if (scope === 'unknown') return judged('scopeUnknown');
  if (!isListed(call.claude)) return judged('modelUnknown');
  if (tokens === null) return judged('tokensUnknown');
  const cost = costOf(call.claude, scope, call.occurredAt, tokens);
  return cost === null ? judged('modelUnknown') : judged('priced', cost);
}
