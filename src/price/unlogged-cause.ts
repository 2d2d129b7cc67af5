import type { LoggingFacts } from '../usage/logging-facts.js';
import { HOUR_MS } from '../usage/window.js';

/** Why usage was metered and not logged. */
export const UNLOGGED_CAUSES = [
  'loggingOff',
  'notLoggedAtThisEndpoint',
  'late',
  'notCollectedYet',
  'notCollected',
  'sampled',
  'notRecorded',
  'unknown',
] as const;
export type UnloggedCause = (typeof UNLOGGED_CAUSES)[number];

/** Calls of one model in one place on one UTC day. */
export interface DayOfModel {
  readonly meteredRequests: number;
  /** Calls of which a log tells the tokens. */
  readonly loggedRequests: number;
  /** Calls of which a log tells, and none tells the tokens. */
  readonly untoldRequests: number;
}

/** Whether our sources have read an hour of the logs of a place. `never`: none of them reads it, or so far back. */
export interface ReadingFacts {
  readonly state: 'read' | 'notYet' | 'never';
  readonly words: string;
}

/** What is known of an hour in which something was metered that no log tells. */
export interface HourFacts {
  /** Beginning of the hour, milliseconds since 1970. */
  readonly at: number;
  readonly now: number;
  readonly day: DayOfModel;
  readonly logging: LoggingFacts;
  readonly reading: ReadingFacts;
}

/** A cause with what it was concluded from, in words. */
export interface FoundCause {
  readonly cause: UnloggedCause;
  readonly evidence: readonly string[];
}

/** Records are late by minutes as a rule; what is missing for longer stays missing. */
const LATE_MS = 2 * HOUR_MS;
/** Calls that break off and pairs that are too large are missing in every log, but few of them: this share, or so many. */
const FEW_SHARE = 0.1;
const FEW_CALLS = 3;
/** What happens by chance less often than this is taken to have another cause. */
const BY_CHANCE = 0.001;

type Rule = (facts: HourFacts) => readonly string[] | null;

/**
 * The rules in their order: the first that answers gives the cause, and what it answers is the evidence. A setting that was
 * not looked at in that hour counts only where the figures of the day agree with it.
 */
const RULES: readonly (readonly [UnloggedCause, Rule])[] = [
  ['loggingOff', ({ logging, day }) => (logging.state === 'off' && agrees(logging, day) ? [logging.words] : null)],
  [
    'notLoggedAtThisEndpoint',
    ({ logging, day }) => (logging.state === 'notHere' && day.loggedRequests === 0 ? [logging.words] : null),
  ],
  ['late', ({ at, now }) => (at + HOUR_MS + LATE_MS > now ? ['The hour ended less than two hours ago.'] : null)],
  ['notCollectedYet', ({ reading }) => (reading.state === 'notYet' ? [reading.words] : null)],
  ['notCollected', ({ reading }) => (reading.state === 'never' ? [reading.words] : null)],
  ['sampled', ({ logging, day }) => (isSampled(logging, day) ? [logging.words] : null)],
  [
    'notRecorded',
    ({ logging, day }) =>
      logging.state === 'on' && logging.samplingRate === 1 && missesFew(day) ? [logging.words, ...untoldOf(day)] : null,
  ],
];

/** Why usage of an hour is in no log, by the first rule that fits; `unknown`, with what is known, where none does. */
export function unloggedCause(facts: HourFacts): FoundCause {
  for (const [cause, rule] of RULES) {
    const evidence = rule(facts);
    if (evidence !== null) return { cause, evidence };
  }
  return { cause: 'unknown', evidence: [facts.logging.words, ...untoldOf(facts.day)] };
}

/** The share of the metered calls of which a log tells the tokens; `null` where none was metered. */
export function observedRate({
  meteredRequests,
  loggedRequests,
}: Pick<DayOfModel, 'meteredRequests' | 'loggedRequests'>): number | null {
  return meteredRequests === 0 ? null : Math.min(1, loggedRequests / meteredRequests);
}

function agrees({ seenThen }: LoggingFacts, { loggedRequests }: DayOfModel): boolean {
  return seenThen || loggedRequests === 0;
}

function isSampled({ state, samplingRate, seenThen }: LoggingFacts, day: DayOfModel): boolean {
  if (state !== 'on' || samplingRate === null || samplingRate >= 1) return false;
  // Of few calls sampling may leave out every one.
  if (day.loggedRequests === 0) return (1 - samplingRate) ** day.meteredRequests > BY_CHANCE;
  return seenThen || !missesFew(day);
}

function missesFew({ meteredRequests, loggedRequests }: DayOfModel): boolean {
  const missing = meteredRequests - loggedRequests;
  return loggedRequests > 0 && missing > 0 && missing <= Math.max(FEW_CALLS, meteredRequests * FEW_SHARE);
}

function untoldOf({ untoldRequests }: DayOfModel): string[] {
  return untoldRequests === 0 ? [] : ['Of some of the calls a log tells without their tokens.'];
}
