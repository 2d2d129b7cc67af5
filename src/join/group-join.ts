import type { GroupFacts } from '../usage/group-facts.js';
import type { LogStatistics } from '../usage/log-statistics.js';
import type { Sight, SightLog } from '../usage/sight.js';
import type { TokenClass } from '../usage/tokens.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { Window } from '../usage/window.js';

/** A sight and the source that brought it. */
export interface SourcedSight extends Sight {
  readonly sourceId: string;
}

/** An event that was made from sights. */
export interface Joined {
  readonly event: UsageEvent;
  /** The source of the figures. */
  readonly sourceId: string;
  /** Other sources that tell of the call. */
  readonly seenBy: readonly string[];
  /** Which of them gave a fact that the source of the figures lacks. */
  readonly filledFrom: Readonly<Record<string, string>>;
  /** Ids that its sights would have as events of their own; that of the event is one of them, unless no sight tells of it. */
  readonly sightIds: readonly string[];
}

/** What a log tells of a group. */
export interface LogSums {
  readonly sights: number;
  readonly answered: number;
  readonly failed: number;
  /** Tokens of its answered calls, by class; unknown counts add nothing. */
  readonly tokens: Readonly<Record<TokenClass, number>>;
}

/** What a join decided and what it could not use, so that nothing is dropped in silence. */
export interface JoinReport {
  /** The log whose token counts were used: the one that tells of more answered calls. */
  readonly base: SightLog | null;
  readonly logs: Readonly<Partial<Record<SightLog, LogSums>>>;
  /** Answered calls that both logs with tokens tell of. */
  readonly matched: number;
  /** Answered calls that only the base tells of. */
  readonly onlyInBase: number;
  /** Answered calls of the other log that match none of the base's: counted here and nowhere else. */
  readonly notInBase: number;
  /** Of the matched: calls whose token counts differ, and by how much in all (the base's less the other's). */
  readonly tokensDisagree: { readonly calls: number; readonly tokens: Readonly<Record<TokenClass, number>> };
  /** Events by how their caller was found. */
  readonly callers: Readonly<Record<string, number>>;
  /** Answered calls that only the log of callers tells of: events of unknown tokens. */
  readonly onlyCallers: number;
  /** Entries of the log of callers that no event stands for, because they may be calls whose times another log tells otherwise. */
  readonly callersLeft: number;
}

export interface GroupJoin<Report extends { readonly base: string | null } = JoinReport> {
  readonly events: readonly Joined[];
  readonly report: Report;
  /** What the group's logs show of themselves, for other groups of the account. */
  readonly shows?: LogStatistics;
}

/**
 * Makes the events of a group: of the calls that began in its time, an hour or a day by cloud. The sights are those of this
 * time and of its neighbours (see reach.ts), in any order. Every call is made in exactly one group, whatever the order is in
 * which groups are joined.
 */
export type JoinGroup = (
  time: Window,
  sights: readonly SourcedSight[],
  facts: GroupFacts,
) => GroupJoin<{ readonly base: string | null }>;
