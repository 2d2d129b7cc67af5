import { dayOfEventId } from '../usage/event-id.js';
import type { Flag } from '../usage/flags.js';
import { tokensAreKnown, UNKNOWN_TOKENS } from '../usage/tokens.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { CallerFound } from './callers.js';
import { withCaller } from './caller-facts.js';
import type { Call, Seen } from './calls.js';
import type { Joined } from './group-join.js';
import { agreement, cacheWritesAgree } from './token-agreement.js';

/** The event of a call that a log with tokens tells of: its figures, what the other log knows more, and the caller. */
export function eventOfCall(call: Call, figures: Seen, caller: CallerFound | null): Joined {
  const other = figures === call.row ? call.entry : call.row;
  const told = other === null || !call.isSure ? { event: figures.event, filled: [] } : filledBy(figures, other);
  const event = other !== null && call.isSure && other === call.row ? withRowsIdentity(told.event, other) : told.event;
  const named = withCaller(event, caller);
  const { sourceId } = figures.sight;
  const filledFrom: [string, string][] = [
    ...told.filled.map((fact): [string, string] => [fact, other?.sight.sourceId ?? sourceId]),
    ...named.filled,
  ];
  const sources = [...(other === null ? [] : [other]), ...(caller?.candidates ?? [])].map(
    ({ sight }) => sight.sourceId,
  );
  return {
    event: named.event,
    sourceId,
    seenBy: [...new Set(sources)].filter((source) => source !== sourceId).toSorted(),
    filledFrom: Object.fromEntries(filledFrom.filter(([, source]) => source !== sourceId)),
    sightIds: [figures, ...(other === null ? [] : [other]), ...ownEntry(caller)].map((one) => one.event.eventId),
  };
}

/**
 * The event of a call that only the log of callers tells of: whatever it used is not known. Nor is who called where it is not
 * sure which entry is left over; only the number of calls is.
 */
export function eventOfAudit({ sight, event }: Seen, isSure: boolean): Joined {
  const { endedBefore: _, ...told } = event;
  const flags = new Set<Flag>(event.flags).add('tokensMissing');
  if (!isSure) flags.add('identityAmbiguous');
  const how = !isSure ? 'ambiguous' : event.principal === null ? 'absent' : 'record';
  return {
    event: {
      ...told,
      ...(isSure ? {} : NO_CALLER),
      tokens: UNKNOWN_TOKENS,
      flags: [...flags],
      provenance: {
        ...event.provenance,
        tokens: 'absent',
        identity: { how, confidence: isSure ? 1 : 0, candidates: 1 },
      },
    },
    sourceId: sight.sourceId,
    seenBy: [],
    filledFrom: {},
    sightIds: [event.eventId],
  };
}

/** The entry of the log of callers that is this call's, where it is one and no other. */
function ownEntry(caller: CallerFound | null): readonly Seen[] {
  return caller?.candidates.length === 1 && caller.provenance.how !== 'ambiguous' ? caller.candidates : [];
}

const NO_CALLER = {
  principal: null,
  identity: null,
  callerAddress: null,
  userAgent: null,
  requestMetadata: {},
} as const;

/** What the log of the figures lacks and the other one tells, and which facts these are. */
function filledBy(figures: Seen, more: Seen): { event: UsageEvent; filled: string[] } {
  const { event: base } = figures;
  const { event: other } = more;
  const filled: string[] = [];
  const fill = <Fact extends (typeof SIMPLE)[number]>(fact: Fact): UsageEvent[Fact] => {
    if (base[fact] !== null || other[fact] === null) return base[fact];
    filled.push(fact);
    return other[fact];
  };
  const flags = new Set<Flag>(base.flags);
  let { tokens, provenance, endpointScope, occurredAt } = base;
  const agree = agreement(tokens, other.tokens);
  if (agree === 'different') flags.add('tokensDisagree');
  if (!tokensAreKnown(tokens) && tokensAreKnown(other.tokens)) {
    tokens = other.tokens;
    provenance = { ...provenance, tokens: other.provenance.tokens, cacheTtl: other.provenance.cacheTtl };
    for (const flag of OF_TOKENS) flags.delete(flag);
    for (const flag of other.flags) if (OF_TOKENS.includes(flag)) flags.add(flag);
    filled.push('tokens');
  } else if (provenance.cacheTtl === 'assumed' && tellsLifetime(other) && cacheWritesAgree(tokens, other.tokens)) {
    const { cacheWrite5m, cacheWrite1h } = other.tokens;
    tokens = { ...tokens, cacheWrite5m, cacheWrite1h };
    provenance = { ...provenance, cacheTtl: other.provenance.cacheTtl };
    flags.delete('cacheTtlAssumed');
    filled.push('cacheTtl');
  }
  // What was paid for by the hour only the metadata tells; both agree where the location decides.
  if (other.endpointScope === 'provisioned' && endpointScope !== 'provisioned') {
    endpointScope = 'provisioned';
    flags.delete('scopeUnknown');
    filled.push('endpointScope');
  }
  if (provenance.time === 'end' && other.provenance.time !== 'end' && isOnDayOf(base, other.occurredAt)) {
    occurredAt = other.occurredAt;
    provenance = { ...provenance, time: other.provenance.time };
  }
  const tools = base.tools.length > 0 ? base.tools : other.tools;
  if (tools !== base.tools && tools.length > 0) filled.push('tools');
  // Labels of the request lie in the metadata entry, and go before what a body says of its session.
  const [first, second] = more.sight.log === 'inferenceMetadata' ? [base, other] : [other, base];
  const requestMetadata = { ...first.requestMetadata, ...second.requestMetadata };
  if (Object.keys(requestMetadata).length > Object.keys(base.requestMetadata).length) filled.push('requestMetadata');
  const [messageId, stopReason, serviceTier, inferenceRegion, inferenceGeo] = [
    fill('messageId'),
    fill('stopReason'),
    fill('serviceTier'),
    fill('inferenceRegion'),
    fill('inferenceGeo'),
  ];
  const [latencyMs, firstByteMs, requestBytes, responseBytes] = [
    fill('latencyMs'),
    fill('firstByteMs'),
    fill('requestBytes'),
    fill('responseBytes'),
  ];
  return {
    event: {
      ...base,
      messageId,
      stopReason,
      serviceTier,
      inferenceRegion,
      inferenceGeo,
      latencyMs,
      firstByteMs,
      requestBytes,
      responseBytes,
      tokens,
      endpointScope,
      occurredAt,
      tools,
      requestMetadata,
      speed: other.speed === 'fast' ? 'fast' : base.speed,
      webSearchRequests: Math.max(base.webSearchRequests, other.webSearchRequests),
      flags: [...flags],
      provenance,
    },
    filled,
  };
}

const SIMPLE = [
  'messageId',
  'stopReason',
  'serviceTier',
  'inferenceRegion',
  'inferenceGeo',
  'latencyMs',
  'firstByteMs',
  'requestBytes',
  'responseBytes',
] as const satisfies readonly (keyof UsageEvent)[];

/** Flags that say something about the counts. */
const OF_TOKENS: readonly Flag[] = [
  'tokensMissing',
  'tokensFromBody',
  'cachePairAbsent',
  'cacheTtlAssumed',
  'cacheTtlFromRequest',
  'cacheSplitClamped',
  'inputIncludedCache',
];

const tellsLifetime = ({ provenance }: UsageEvent) =>
  provenance.cacheTtl !== 'assumed' && provenance.cacheTtl !== 'none';

/** The row's ids, because contents hang on them, and its time where the id carries another day. */
function withRowsIdentity(event: UsageEvent, row: Seen): UsageEvent {
  const { eventId, requestId } = row.event;
  const occurredAt = isOnDayOf(row.event, event.occurredAt) ? event.occurredAt : row.event.occurredAt;
  return { ...event, eventId, requestId, occurredAt };
}

const isOnDayOf = ({ eventId }: UsageEvent, occurredAt: string) => dayOfEventId(eventId) === occurredAt.slice(0, 10);
