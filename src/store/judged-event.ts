import type { Drift } from '../usage/drift.js';
import type { Price } from '../usage/priced.js';
import type { Envelope } from '../usage/raw-record.js';
import type { UsageEvent } from '../usage/usage-event.js';

/** An event with everything that is to be stored about it: its price and to whom it belongs. */
export interface JudgedEvent {
  readonly event: UsageEvent;
  readonly price: Price;
  /** What the customer pays by their own terms, in femto-dollars (1e-15 USD); null where there is no price. */
  readonly effective: { readonly femto: bigint; readonly terms: readonly string[] } | null;
  readonly team: string | null;
  readonly person: string | null;
  readonly sourceId: string;
}

/** A record that could not be read, kept verbatim. */
export interface RejectedRecord {
  readonly text: string;
  readonly reason: string;
  readonly detail: string;
  /** Without it some records cannot be read again. */
  readonly envelope: Envelope;
}

/** Something new about a log's shape, and a call that shows it. */
export interface SeenDrift extends Drift {
  readonly eventId: string;
}

/**
 * How much is known about a call, to choose between two sights of it: tokens before anything else, then the split of
 * cache writes, then what only bodies tell.
 */
export function factRank({ event }: JudgedEvent): number {
  const { provenance } = event;
  return (
    (provenance.tokens === 'absent' ? 0 : 32) +
    (provenance.cacheTtl === 'assumed' ? 0 : 8) +
    (event.model === null ? 0 : 4) +
    (event.stopReason === null ? 0 : 2) +
    (event.principal === null ? 0 : 1)
  );
}

/** Facts that one sight of a call may lack and another tell; everything else about a call stands or falls together. */
const FILLED: readonly ((judged: JudgedEvent) => unknown)[] = [
  ({ event }) => event.principal,
  ({ person }) => person,
  ({ event }) => event.messageId,
  ({ event }) => event.stopReason,
  ({ event }) => event.inferenceRegion,
  ({ event }) => event.latencyMs,
  ({ event }) => event.firstByteMs,
  ({ event }) => event.requestBytes,
  ({ event }) => event.responseBytes,
  ({ event }) => (Object.keys(event.requestMetadata).length === 0 ? null : event.requestMetadata),
  ({ event }) => (event.tools.length === 0 ? null : event.tools),
];

/**
 * The events of a batch, at most one a call in each round: first the sight of each call that knows most, then whatever
 * another one tells beside it. Nearly always one round, because a record that came twice tells the same twice.
 */
export function inRounds(events: readonly JudgedEvent[]): JudgedEvent[][] {
  if (events.length === 0) return [];
  const richest = new Map<string, JudgedEvent>();
  const others: JudgedEvent[] = [];
  for (const judged of events) {
    const { eventId } = judged.event;
    const known = richest.get(eventId);
    if (known === undefined || factRank(judged) > factRank(known)) richest.set(eventId, judged);
    if (known !== undefined) others.push(richest.get(eventId) === judged ? known : judged);
  }
  const tellMore = others.filter((other) => {
    const known = richest.get(other.event.eventId);
    return known !== undefined && FILLED.some((factOf) => factOf(known) === null && factOf(other) !== null);
  });
  return [[...richest.values()], ...inRounds(tellMore)];
}
