import { SIGHT_LOGS, type SightLog } from '../usage/sight.js';
import type { Window } from '../usage/window.js';
import { type Call, isAnswered, type Seen } from './calls.js';
import type { Joined, JoinReport, LogSums } from './group-join.js';
import { addTokens, agreement, NO_TOKENS } from './token-agreement.js';
import { groupedBy } from '../usage/grouped-by.js';

interface Decided {
  readonly hour: Window;
  readonly base: SightLog | null;
  /** Of the hour and its neighbours. */
  readonly seen: readonly Seen[];
  /** Of the hour, told by a log with tokens. */
  readonly calls: readonly Call[];
  /** Those of them that became events. */
  readonly counted: readonly Call[];
  readonly events: readonly Joined[];
  readonly onlyCallers: number;
  readonly callersLeft: number;
}

/** What the join of an hour decided, in numbers. */
export function reportOf({ hour, base, seen, calls, counted, events, ...rest }: Decided): JoinReport {
  const own = seen.filter(({ at }) => at >= hour.from && at < hour.to);
  const answered = calls.filter(({ row, entry }) => [row, entry].some((one) => one !== null && isAnswered(one)));
  const both = answered.filter(({ row, entry }) => row !== null && entry !== null);
  const isCounted = new Set(counted);
  const countedAnswered = answered.filter((call) => isCounted.has(call));
  return {
    base,
    logs: Object.fromEntries(
      SIGHT_LOGS.flatMap((log) => {
        const ofLog = own.filter(({ sight }) => sight.log === log);
        return ofLog.length === 0 ? [] : [[log, sumsOf(ofLog)] as const];
      }),
    ),
    matched: both.length,
    onlyInBase: countedAnswered.length - both.length,
    notInBase: answered.length - countedAnswered.length,
    tokensDisagree: disagreementOf(both, base),
    callers: Object.fromEntries(
      [...groupedBy(events, ({ event }) => event.provenance.identity?.how ?? 'record')].map(([how, of]) => [
        how,
        of.length,
      ]),
    ),
    ...rest,
  };
}

function sumsOf(sights: readonly Seen[]): LogSums {
  const answered = sights.filter(isAnswered);
  return {
    sights: sights.length,
    answered: answered.length,
    failed: sights.length - answered.length,
    tokens: answered.reduce((sum, { event }) => addTokens(sum, event.tokens), NO_TOKENS),
  };
}

function disagreementOf(both: readonly Call[], base: SightLog | null): JoinReport['tokensDisagree'] {
  let calls = 0;
  let tokens = NO_TOKENS;
  for (const { row, entry } of both) {
    if (row === null || entry === null || agreement(row.event.tokens, entry.event.tokens) !== 'different') continue;
    const [figures, other] = base === 'inferenceMetadata' ? [entry, row] : [row, entry];
    calls += 1;
    tokens = addTokens(addTokens(tokens, figures.event.tokens), other.event.tokens, -1);
  }
  return { calls, tokens };
}
