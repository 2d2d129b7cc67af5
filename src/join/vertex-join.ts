import type { GroupFacts } from '../usage/group-facts.js';
import type { SightLog } from '../usage/sight.js';
import type { Window } from '../usage/window.js';
import { weighed } from './assignments.js';
import { findCallers, LEAST_CONFIDENCE, seekCallers } from './callers.js';
import { bestTimed, type Call, hourTimeOf, inOrder, isAnswered, type Seen } from './calls.js';
import type { GroupJoin, Joined, SourcedSight } from './group-join.js';
import { evidenceFor } from './evidence.js';
import { eventOfAudit, eventOfCall } from './join-facts.js';
import { leftoverCalls } from './leftover-calls.js';
import { leftoverFailures } from './leftover-failures.js';
import { pairCalls } from './pair-calls.js';
import { reportOf } from './report.js';
import { statisticsOf } from './statistics.js';

/**
 * Vertex AI: request-response rows have tokens and bodies, metadata entries tokens and labels, audit entries the caller, and
 * they share no id. One of the two logs with tokens is the base of the hour: the one that tells of more answered calls, the
 * rows where they tell of as many. Only its calls are events, so that none counts twice; the other adds facts to calls that
 * both tell of. Failed calls are told by metadata and audit entries and have no tokens: each is an event, those that both
 * tell of once. Audit entries name the callers; those that are no call's of a log with tokens are events of their own, of
 * unknown tokens.
 */
export function joinVertexGroup(
  hour: Window,
  sights: readonly SourcedSight[],
  facts?: Pick<GroupFacts, 'shown'>,
  leastConfidence = LEAST_CONFIDENCE,
): GroupJoin {
  const seen = inOrder(sights);
  const of = (log: SightLog) => seen.filter(({ sight }) => sight.log === log);
  const [rows, entries, audit] = [of('requestResponse'), of('inferenceMetadata'), of('audit')];
  const isOwn = ({ at }: Seen) => at >= hour.from && at < hour.to;

  const calls = callsOf(rows, entries);
  const ownCalls = calls.filter((call) => hourTimeOf(call) >= hour.from && hourTimeOf(call) < hour.to);
  const base = baseOf(ownCalls);
  const counted = ownCalls.filter((call) => figuresOf(call, base) !== null);
  const sought = seekCallers(calls.flatMap(wanted), audit);
  const shows = statisticsOf(sought.fit, hour);
  const chances = weighed(sought.fit, evidenceFor(shows, facts?.shown ?? []));
  const callers = findCallers(sought, chances, leastConfidence);

  const events: Joined[] = counted.flatMap((call) => {
    const figures = figuresOf(call, base);
    const timed = bestTimed(call);
    return figures === null || timed === null ? [] : [eventOfCall(call, figures, callers.get(timed) ?? null)];
  });
  const failures = leftoverFailures(
    calls.flatMap(failed),
    audit.filter((one) => !isAnswered(one)),
  );
  const byId = new Set(sought.byId.values());
  const { left, doubtful } = leftoverCalls(
    chances,
    audit.filter((one) => isAnswered(one) && !byId.has(one)),
    calls.flatMap((call) => {
      const timed = bestTimed(call);
      return timed === null || !isAnswered(timed) || sought.byId.has(timed) ? [] : [timed];
    }),
  );
  const unheard = left.filter(({ entry }) => isOwn(entry) && isAnswered(entry));
  const own = [
    ...failures.filter(isOwn).map((entry) => eventOfAudit(entry, true)),
    ...unheard.map(({ entry, isSure }) => eventOfAudit(entry, isSure)),
  ];
  const all = [...events, ...own];
  const report = reportOf({
    hour,
    base,
    seen,
    calls: ownCalls,
    counted,
    events: all,
    onlyCallers: unheard.length,
    callersLeft: doubtful.filter(isOwn).length,
  });
  return { events: all, shows, report };
}

const callsOf = (rows: readonly Seen[], entries: readonly Seen[]): Call[] => [
  ...pairCalls(rows.filter(isAnswered), entries.filter(isAnswered)),
  ...[...rows, ...entries].filter((one) => !isAnswered(one)).map(alone),
];

/**
 * The log that tells of more answered calls of the hour; null where none does. Calls are counted, not what tells of them: a
 * row of an old table has the time of the answer, which may lie in the hour after that of its call.
 */
function baseOf(calls: readonly Call[]): SightLog | null {
  const ofRows = calls.filter(({ row }) => tellsAnswer(row)).length;
  const ofEntries = calls.filter(({ entry }) => tellsAnswer(entry)).length;
  if (ofRows === 0 && ofEntries === 0) return null;
  return ofRows >= ofEntries ? 'requestResponse' : 'inferenceMetadata';
}

const tellsAnswer = (seen: Seen | null) => seen !== null && isAnswered(seen);

/** The sight that gives a call its figures; null where the call is not counted. Where both tell of it, it always is. */
function figuresOf({ row, entry }: Call, base: SightLog | null): Seen | null {
  const inBase = base === 'inferenceMetadata' ? entry : row;
  const only = row ?? entry;
  if (row !== null && entry !== null) return inBase;
  return inBase ?? (only !== null && !isAnswered(only) ? only : null);
}

const alone = (seen: Seen): Call => ({
  row: seen.sight.log === 'requestResponse' ? seen : null,
  entry: seen.sight.log === 'requestResponse' ? null : seen,
  isSure: true,
});

/** Calls whose own log names no caller. */
function wanted(call: Call) {
  const seen = bestTimed(call);
  if (seen === null || seen.event.principal !== null) return [];
  return [{ seen, ids: [call.row, call.entry].flatMap((one) => (one === null ? [] : [one.event.requestId])) }];
}

const failed = ({ row, entry }: Call): Seen[] =>
  [row, entry].filter((one): one is Seen => one !== null && !isAnswered(one));
