import { Random, seedWordsOf, type NonEmpty } from './random.js';
import type { SimulatedCall, StopReason } from './world/call.js';
import { chooseModel } from './world/choose-model.js';
import type { Place } from './world-places.js';
import { activity, backfillCallsInHour, callsInHour, promptGrowth } from './world/rhythm.js';
import type { Workload } from './world/workload.js';
import { BACKFILL, WORKLOADS } from './world/workloads.js';
import { whatTheRecordTells } from './world/telling.js';
import { tokensOf } from './world/tokens.js';

export interface WorldOptions {
  readonly seed: number;
  /** Calls of all places together on an average day. */
  readonly callsPerDay: number;
  /** Draw every answer's text out to this length; 0 leaves the short ones. */
  readonly bodyBytes: number;
}

export const DEFAULT_WORLD: WorldOptions = { seed: 7, callsPerDay: 3667, bodyBytes: 0 };

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const GROWTH_CENTRE_HOUR = Date.parse('2026-10-22') / HOUR_MS;

/** Every twentieth day one record of one place reaches the log cut off: three in any 60 days. */
const CUT_OFF_EVERY_HOURS = 20 * DAY_HOURS;
const CUT_OFF_ANCHOR_HOUR = Date.parse('2026-11-10T02:00:00Z') / HOUR_MS;

const ERROR_CODES: NonEmpty<readonly [string, number]> = [
  ['ThrottlingException', 10],
  ['ValidationException', 6],
  ['ModelErrorException', 3],
  ['ServiceUnavailableException', 2],
  ['ModelTimeoutException', 1],
  ['AccessDeniedException', 1],
];

const STOP_REASONS: NonEmpty<readonly [StopReason, number]> = [
  ['end_turn', 90],
  ['max_tokens', 4],
  ['stop_sequence', 4],
  ['refusal', 0.6],
];

function workloadsOf(place: Place, hour: number): NonEmpty<readonly [Workload, number]> {
  const days = (hour - GROWTH_CENTRE_HOUR) / DAY_HOURS;
  const progress = Math.max(-1, Math.min(1, days / 60));
  const night = activity(place, hour) < 0.5;
  const rows = WORKLOADS.filter((workload) => workload.accounts.includes(place.accountId)).map(
    (workload) =>
      [
        workload,
        workload.weight * (1 + workload.growth * progress) * (night && workload.aroundTheClock ? 3 : 1),
      ] as const,
  );
  const [first, ...rest] = rows;
  return first === undefined ? [[WORKLOADS[0], 1]] : [first, ...rest];
}

function outcomeOf(workload: Workload, random: Random): SimulatedCall['outcome'] {
  const draw = random.unit();
  if (draw < 0.012) return 'failed';
  const guarded = workload.topic === 'care' || workload.topic === 'claims' || workload.topic === 'marketing';
  return guarded && draw < 0.024 ? 'guardrailBlocked' : 'ok';
}

/** True in the hours whose first record is cut off. */
function cutsOff(place: Place, hour: number): boolean {
  return place.region === 'ap-southeast-2' && (hour - CUT_OFF_ANCHOR_HOUR) % CUT_OFF_EVERY_HOURS === 0;
}

/**
 * All calls of one place in one hour (hours since 1970), in order of time. A pure function of the options, the place and
 * the hour: it looks at no clock and remembers nothing, so that any hour can be made at any time, again and again.
 */
export function callsOfHour(options: WorldOptions, place: Place, hour: number): SimulatedCall[] {
  const words = seedWordsOf(`${options.seed}/${place.accountId}/${place.region}/${hour}`);
  const usual = callsInHour(words, options.seed, place, hour, options.callsPerDay);
  const backfill = backfillCallsInHour(place, hour, options.callsPerDay);
  const choices = workloadsOf(place, hour);
  const growth = promptGrowth(hour);
  const calls: SimulatedCall[] = [];

  for (let index = 0; index < usual + backfill; index += 1) {
    const random = new Random(words, 2, index);
    const occurredAt = hour * HOUR_MS + random.whole(0, 3599) * 1000;
    const workload = index < usual ? random.weighted(choices) : BACKFILL;
    const { claude, other, named, via } = chooseModel(place, workload, occurredAt, random);
    const operation = random.weighted(workload.operations);
    const outcome = outcomeOf(workload, random);
    const truth = tokensOf(workload, claude, occurredAt, growth, outcome, random);
    const usesTool = workload.tools.length > 0 && other === null && random.chance(0.3);
    const tool = workload.tools[Math.floor(random.unit() * workload.tools.length)] ?? null;
    calls.push({
      place,
      words,
      index,
      occurredAt,
      principal: workload.principal(place.accountId, random),
      metadata: workload.metadata(random),
      operation,
      modelId: named.modelId,
      claude,
      other,
      scope: named.scope,
      via,
      outcome,
      errorCode: outcome === 'failed' ? random.weighted(ERROR_CODES) : null,
      stopReason: usesTool ? 'tool_use' : random.weighted(STOP_REASONS),
      tool: usesTool ? tool : null,
      topic: workload.topic,
      tokens: truth,
      ...whatTheRecordTells(place, { operation, outcome, claude, other, scope: named.scope, tokens: truth }, random),
      cutOff: index === 0 && cutsOff(place, hour),
      padBytes: options.bodyBytes,
    });
  }
  return calls.sort((a, b) => a.occurredAt - b.occurredAt || a.index - b.index);
}
