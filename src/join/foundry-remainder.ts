import { modelOf } from '../normalise/foundry/model.js';
import { eventIdOf } from '../usage/event-id.js';
import type { Flag } from '../usage/flags.js';
import type { GroupFacts, MeteredBin } from '../usage/group-facts.js';
import type { MeteredMetric } from '../usage/metered.js';
import { TOKEN_CLASSES, type TokenClass } from '../usage/tokens.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import { evenOut } from './even-out.js';
import { withDeployment } from './foundry-deployments.js';
import type { Joined } from './group-join.js';
import { groupedBy } from '../usage/grouped-by.js';

export const COUNTED = [...TOKEN_CLASSES, 'requests'] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Readonly<Record<Counted, number>>;

const METRICS: Readonly<Record<Counted, MeteredMetric>> = {
  input: 'inputTokens',
  cacheRead: 'cacheReadTokens',
  cacheWrite5m: 'cacheWrite5mTokens',
  cacheWrite1h: 'cacheWrite1hTokens',
  output: 'outputTokens',
  requests: 'requests',
};

/** What was metered of a deployment and one model behind it, and the calls of it that a gateway tells of. */
export interface Metered {
  readonly deployment: string;
  readonly bins: readonly MeteredBin[];
  readonly calls: readonly UsageEvent[];
}

/** What is left of it when the calls are taken out. */
export interface Remainder {
  readonly events: readonly Joined[];
  readonly metered: Counts;
  readonly attributed: Counts;
  /** What single hours were below zero, and what the day could not make good: shown, never costed. */
  readonly below: Counts;
  readonly hoursBelow: Counts;
  readonly owed: Counts;
}

/** One event for each hour in which more was metered than is told of calls, whole and exact for the day. */
export function remainderOf({ deployment, bins, calls }: Metered, day: Window, facts: GroupFacts): Remainder {
  const hours: number[] = [];
  for (let hour = day.from; hour < day.to; hour += HOUR_MS) if (facts.meteredHours.has(hour)) hours.push(hour);
  const callsOf = groupedBy(calls, ({ occurredAt }) => hourOf(Date.parse(occurredAt)));
  const evened = perCount((counted) => {
    const of = hours.map((hour) => ({
      metered: meteredIn(bins, hour, counted),
      attributed: (callsOf.get(hour) ?? []).reduce((sum, call) => sum + countOf(call, counted), 0),
    }));
    return {
      metered: of.reduce((sum, { metered }) => sum + metered, 0),
      attributed: of.reduce((sum, { attributed }) => sum + attributed, 0),
      ...evenOut(of.map(({ metered, attributed }) => metered - attributed)),
    };
  });
  const events = hours.flatMap((hour, index) => {
    const counts = perCount((counted) => evened[counted].left[index] ?? 0);
    if (COUNTED.every((counted) => counts[counted] === 0)) return [];
    const ofHour = bins.filter(({ startsAt }) => startsAt === hour);
    const [bin] = (ofHour.length > 0 ? ofHour : bins).toSorted(byModel);
    return bin === undefined ? [] : [eventOf(deployment, bin, hour, counts, facts)];
  });
  return {
    events,
    metered: perCount((counted) => evened[counted].metered),
    attributed: perCount((counted) => evened[counted].attributed),
    below: perCount((counted) => evened[counted].below),
    hoursBelow: perCount((counted) => evened[counted].hoursBelow),
    owed: perCount((counted) => evened[counted].owed),
  };
}

/** One of several spellings of a model, always the same one. */
const byModel = (a: MeteredBin, b: MeteredBin) =>
  `${a.modelId}/${a.modelVersion}/${a.sourceId}` < `${b.modelId}/${b.modelVersion}/${b.sourceId}` ? -1 : 1;

export const hourOf = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS;

function meteredIn(bins: readonly MeteredBin[], hour: number, counted: Counted): number {
  const own = bins.filter(({ startsAt, metric }) => startsAt === hour && metric === METRICS[counted]);
  return own.reduce((sum, { value }) => sum + value, 0);
}

const countOf = (call: UsageEvent, counted: Counted) =>
  counted === 'requests' ? (call.requests ?? 1) : (call.tokens[counted] ?? 0);

function perCount<Value>(valueOf: (counted: Counted) => Value): Record<Counted, Value> {
  return {
    input: valueOf('input'),
    cacheRead: valueOf('cacheRead'),
    cacheWrite5m: valueOf('cacheWrite5m'),
    cacheWrite1h: valueOf('cacheWrite1h'),
    output: valueOf('output'),
    requests: valueOf('requests'),
  };
}

function eventOf(
  deployment: string,
  { sourceId, region, modelId, modelVersion }: MeteredBin,
  hour: number,
  { requests, ...tokens }: Readonly<Record<TokenClass | 'requests', number>>,
  facts: GroupFacts,
): Joined {
  const at = new Date(hour);
  const flags = new Set<Flag>(['meteredRemainder']);
  const { from, ...model } = modelOf(modelId, flags);
  const requestId = `metered/${deployment}/${modelId}/${at.toISOString().slice(0, 13)}`;
  const event: UsageEvent = {
    ...model,
    cloud: 'foundry',
    eventId: eventIdOf('foundry', facts.accountId, requestId, at),
    occurredAt: at.toISOString(),
    accountId: facts.accountId,
    region,
    inferenceRegion: null,
    requestId,
    correlationIds: {},
    messageId: null,
    modelId: deployment,
    operation: 'metered',
    streamed: false,
    outcome: 'ok',
    errorCode: null,
    stopReason: null,
    serviceTier: null,
    batch: false,
    inferenceGeo: null,
    tokens,
    webSearchRequests: 0,
    principal: null,
    identity: null,
    callerAddress: null,
    userAgent: null,
    requestMetadata: {},
    tools: [],
    latencyMs: null,
    firstByteMs: null,
    requestBytes: null,
    responseBytes: null,
    requests,
    flags: [...flags],
    provenance: {
      tokens: 'counters',
      cacheTtl: 'counters',
      model: from,
      time: 'record',
      identity: { how: 'absent', confidence: 0, candidates: 0 },
    },
  };
  const told = withDeployment(event, deployment, facts, modelVersion);
  return { event: told, sourceId, seenBy: [], filledFrom: {}, sightIds: [] };
}
