import { Random, seedWordsOf, type NonEmpty } from '../../random.js';
import { NO_TOKENS, type StopReason, type TrueTokens } from '../../world/call.js';
import { modelAt } from '../../world/models.js';
import { callsInHour, promptGrowth } from '../../world/rhythm.js';
import { tokensOf } from '../../world/tokens.js';
import { callerName } from './caller.js';
import { CODE_CANCELLED, CODE_OK, type GoogleCall } from './google-call.js';
import { googlePlaceKey, type GooglePlace } from './google-places.js';
import { GOOGLE_WORKLOADS, type GoogleWorkload } from './google-workloads.js';
import { modelIdAsCalled } from './model-id.js';
import { sessionOf } from './session.js';

export interface GoogleWorldOptions {
  readonly seed: number;
  /** Calls of all places together on an average day. */
  readonly callsPerDay: number;
  /** Share of calls that begin within 200 ms of another caller's call on the same model in the same place. */
  readonly collisionShare: number;
  /** Draw every answer's text out to this length; 0 leaves the short ones. */
  readonly bodyBytes: number;
}

export const DEFAULT_GOOGLE_WORLD = { callsPerDay: 1200, collisionShare: 0.02 } as const;

const HOUR_MS = 3_600_000;
const COLLIDES_WITHIN_MS = 200;
const CALLERS_TRIED = 8;

const ERROR_CODES: NonEmpty<readonly [number, number]> = [
  [8, 10],
  [3, 5],
  [5, 2],
  [7, 2],
  [16, 1],
];

const STOP_REASONS: NonEmpty<readonly [StopReason, number]> = [
  ['end_turn', 90],
  ['max_tokens', 4],
  ['stop_sequence', 4],
  ['refusal', 0.6],
];

function workloadsOf(place: GooglePlace): NonEmpty<readonly [GoogleWorkload, number]> {
  const [first, ...rest] = GOOGLE_WORKLOADS.filter(({ projectId }) => projectId === place.projectId).map(
    (workload) => [workload, workload.weight] as const,
  );
  return first === undefined ? [[GOOGLE_WORKLOADS[0], 1]] : [first, ...rest];
}

function outcomeOf(workload: GoogleWorkload, streamed: boolean, random: Random): GoogleCall['outcome'] {
  const draw = random.unit();
  const counts = random.chance(0.1);
  if (draw < 0.03) return 'failed';
  if (workload.claudeCode && counts) return 'counted';
  return streamed && draw < 0.045 ? 'aborted' : 'ok';
}

/** Tokens that were used: none by calls that failed, of an aborted answer what had been written. */
function tokensUsed(outcome: GoogleCall['outcome'], whole: TrueTokens, written: number): TrueTokens {
  if (outcome === 'failed' || outcome === 'counted') return NO_TOKENS;
  return outcome === 'aborted' ? { ...whole, output: Math.max(1, Math.floor(whole.output * written)) } : whole;
}

/** Ten minutes are the longest that a call takes. */
function latencyMicrosOf(outcome: GoogleCall['outcome'], tokens: TrueTokens, random: Random): number {
  const fraction = random.whole(0, 999);
  const pace = 8 + random.unit() * 22;
  const first = random.size(700, 0.5);
  if (outcome === 'failed') return random.whole(40, 400) * 1000 + fraction;
  if (outcome === 'counted') return random.whole(60, 220) * 1000 + fraction;
  return Math.min(600_000, Math.round(first + tokens.output * pace)) * 1000 + fraction;
}

function callAt(
  options: GoogleWorldOptions,
  place: GooglePlace,
  hour: number,
  index: number,
  neighbour: GoogleCall | null,
  words: GoogleCall['words'],
): GoogleCall {
  const random = new Random(words, 2, index);
  let startedAt = hour * HOUR_MS + random.whole(0, HOUR_MS - 1);
  let workload = random.weighted(workloadsOf(place));
  let caller = workload.caller(random);
  let claude = modelAt(
    random.weighted(workload.tiers[place.location] ?? workload.tiers.other),
    workload.adoption,
    startedAt,
    random,
  );
  let modelId = modelIdAsCalled(claude, random);
  let method = random.weighted(workload.methods);
  if (neighbour !== null) {
    startedAt = Math.min((hour + 1) * HOUR_MS - 1, neighbour.startedAt + random.whole(0, COLLIDES_WITHIN_MS));
    for (let tried = 0; callerName(caller) === callerName(neighbour.caller) && tried < CALLERS_TRIED; tried += 1) {
      workload = random.weighted(workloadsOf(place));
      caller = workload.caller(random);
    }
    ({ claude, modelId, method } = neighbour);
  }

  const outcome = outcomeOf(workload, method === 'streamRawPredict', random);
  const whole = tokensOf(workload, claude, startedAt, promptGrowth(hour), 'ok', random);
  const tokens = tokensUsed(outcome, whole, random.unit());
  const usesTool = workload.tools.length > 0 && random.chance(0.3);
  const tool = workload.tools[Math.floor(random.unit() * workload.tools.length)] ?? null;
  const code = random.weighted(ERROR_CODES);
  const onThroughput = random.chance(0.7) && claude.tier === place.dedicatedTier;
  return {
    id: `${googlePlaceKey(place)}/${hour}/${index}`,
    place,
    words,
    index,
    startedAt,
    latencyMicros: latencyMicrosOf(outcome, tokens, random),
    caller,
    session: workload.claudeCode ? sessionOf(options.seed, callerName(caller), hour) : null,
    labels: workload.labels(random),
    claude,
    modelId: outcome === 'counted' ? 'count-tokens' : modelId,
    method: outcome === 'counted' ? 'rawPredict' : method,
    outcome,
    code: outcome === 'failed' ? code : outcome === 'aborted' ? CODE_CANCELLED : CODE_OK,
    stopReason: usesTool ? 'tool_use' : random.weighted(STOP_REASONS),
    tool: usesTool ? tool : null,
    topic: workload.topic,
    tokens,
    dedicated: onThroughput && (outcome === 'ok' || outcome === 'aborted'),
    oversized: random.chance(0.003),
    samplingDraw: random.unit(),
    padBytes: options.bodyBytes,
  };
}

/** A call after which another caller's call may begin at once: one that ran a model. */
function canHaveCompany(call: GoogleCall | null): call is GoogleCall {
  return call !== null && call.outcome !== 'counted';
}

/**
 * All calls of one place in one hour (hours since 1970), in order of time. A pure function of the options, the place and
 * the hour, as the world of AWS is.
 */
export function callsOfGoogleHour(options: GoogleWorldOptions, place: GooglePlace, hour: number): GoogleCall[] {
  const words = seedWordsOf(`${options.seed}/google/${googlePlaceKey(place)}/${hour}`);
  const busy = { accountId: place.projectId, region: place.location, ...place };
  const count = callsInHour(words, options.seed, busy, hour, options.callsPerDay);
  const calls: GoogleCall[] = [];
  let previous: GoogleCall | null = null;
  for (let index = 0; index < count; index += 1) {
    const collides = new Random(words, 3, index).chance(options.collisionShare);
    const neighbour = collides && canHaveCompany(previous) ? previous : null;
    previous = callAt(options, place, hour, index, neighbour, words);
    calls.push(previous);
  }
  return calls.sort((a, b) => a.startedAt - b.startedAt || a.index - b.index);
}
