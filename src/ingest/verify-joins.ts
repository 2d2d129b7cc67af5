import type { Pool } from 'pg';
import { JOINS } from '../join/joins.js';
import type { Joined } from '../join/group-join.js';
import { boundedText } from '../store/dimensions.store.js';
import type { JoinGroupStore } from '../store/join-groups.store.js';
import { joinedEvents, type StoredJoinedEvent } from '../store/questions/joined-events.js';

/** An event that is not what its sights come to. */
export interface JoinDisagreement {
  readonly eventId: string;
  /** A fact with what is stored and what the sights say, or that the event is missing or not derived at all. */
  readonly words: string;
}

/** Groups that are read at a time: those of an hour have much in common. */
const PAGE = 64;
/** More than these nobody reads. */
const MOST = 100;

/**
 * Joins every group again and compares the events with those that are stored, in all that the join decides: which there are,
 * when, of whom, from which log, and their tokens. Prices and teams are those of the day they were made. Nothing is written.
 */
export async function verifyJoins(
  pool: Pool,
  joins: JoinGroupStore,
): Promise<{ readonly groups: number; readonly disagreements: readonly JoinDisagreement[] }> {
  const disagreements: JoinDisagreement[] = [];
  let groups = 0;
  for (let ids = await joins.after(0, PAGE); ids.length > 0; ids = await joins.after(ids.at(-1) ?? 0, PAGE)) {
    for (const group of await joins.read(ids)) {
      const join = JOINS[group.cloud]?.join;
      if (join === undefined) continue;
      groups += 1;
      const stored = await joinedEvents(pool, group.groupId, group.time.from);
      disagreements.push(...compared(stored, join(group.time, group.sights, group.facts).events));
      if (disagreements.length >= MOST) return { groups, disagreements: disagreements.slice(0, MOST) };
    }
  }
  return { groups, disagreements };
}

function compared(stored: readonly StoredJoinedEvent[], joined: readonly Joined[]): JoinDisagreement[] {
  const derived = new Map(joined.map((one) => [one.event.eventId, one]));
  const known = new Set(stored.map(({ eventId }) => eventId));
  const missing = joined.filter(({ event }) => !known.has(event.eventId));
  return [
    ...missing.map(({ event }) => ({
      eventId: event.eventId,
      words: 'its sights say that it happened, but it is missing',
    })),
    ...stored.flatMap((row): JoinDisagreement[] => {
      const { eventId } = row;
      const one = derived.get(eventId);
      if (one === undefined) return [{ eventId, words: 'no sights say that it happened' }];
      const said = factsOf(one);
      return Object.entries(storedFacts(row)).flatMap(([fact, value]) =>
        value === said[fact] ? [] : [{ eventId, words: `${fact} is ${value}, but its sights say ${said[fact]}` }],
      );
    }),
  ];
}

type Facts = Readonly<Record<string, string>>;
const asText = (facts: Readonly<Record<string, unknown>>): Facts =>
  Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, JSON.stringify(value)]));

function storedFacts({ occurredAt, seenBy, filledFrom, ...rest }: StoredJoinedEvent): Facts {
  return asText({
    ...rest,
    occurredAt: occurredAt.toISOString(),
    seenBy: seenBy ?? [],
    filledFrom: inOrder(filledFrom ?? {}),
  });
}

function factsOf({ event, sourceId, seenBy, filledFrom }: Joined): Facts {
  return asText({
    eventId: event.eventId,
    sourceId,
    modelId: boundedText(event.modelId),
    outcome: event.outcome,
    requestId: event.requestId,
    messageId: event.messageId,
    errorCode: event.errorCode,
    principal: event.principal === null ? null : boundedText(event.principal),
    ...event.tokens,
    webSearchRequests: event.webSearchRequests,
    requests: event.requests ?? 1,
    occurredAt: new Date(event.occurredAt).toISOString(),
    seenBy,
    filledFrom: inOrder(filledFrom),
  });
}

const inOrder = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
