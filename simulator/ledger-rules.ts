import { costOf, isListed } from './ledger-prices.js';
import type { SimulatedCall, TrueTokens } from './world-call.js';

/** What a careful reader can know of a call from its record. */
export interface Judgement {
  /** `null`: the record does not tell. */
  readonly tokens: TrueTokens | null;
  /** Canonical id, the id of another maker's model, or `unknown`. */
  readonly model: string;
  readonly standing: 'priced' | 'scopeUnknown' | 'modelUnknown' | 'tokensUnknown' | 'nonClaude';
  readonly costPicoUsd: bigint;
}

export const UNKNOWN_MODEL = 'unknown';

/** What a reader may do beyond reading records. */
export interface Reader {
  /** Fetch the bodies that are too large for their records, where the place keeps them. */
  readonly bodies: boolean;
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

/** The name of the model, from the id that the caller passed or, where that is opaque, from the answer of InvokeModel. */
function modelTold(call: SimulatedCall, reader: Reader): string {
  if (call.other !== null) return call.other.modelId;
  if (call.claude === null || !isListed(call.claude)) return UNKNOWN_MODEL;
  const bodyNamesIt = answerIsTold(call, reader) && call.operation.startsWith('Invoke');
  return call.scope !== 'unknown' || bodyNamesIt ? call.claude.name : UNKNOWN_MODEL;
}

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
  if (call.scope === 'unknown') return judged('scopeUnknown');
  if (!isListed(call.claude)) return judged('modelUnknown');
  if (tokens === null) return judged('tokensUnknown');
  const cost = costOf(call.claude, call.scope, call.occurredAt, tokens);
  return cost === null ? judged('modelUnknown') : judged('priced', cost);
}
