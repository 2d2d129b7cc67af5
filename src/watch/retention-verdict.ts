import { DAY_MS, uncovered, type Window } from '../usage/window.js';
import type { LogKeeping, LogStore } from './log-keeping.js';
import { ownCopyOf, ownCopyReasons, type OwnCopy } from './own-copy.js';
import { loggingReasons, missingReasons } from './retention-reasons.js';
import { daysText, dayText } from './retention-words.js';
import { judgeStore, type StoreJudgement } from './store-judgement.js';
import type { Reason, ReasonWeight, VerdictState } from './verdict-state.js';

export interface RetentionQuestion {
  readonly keeping: LogKeeping;
  /** Days of records that have to be there at every moment. */
  readonly requiredDays: number;
  /** What our sources have read of this account and region; null when no source reads it. */
  readonly collected: readonly Window[] | null;
  readonly now: number;
}

export interface RetentionVerdict {
  readonly state: VerdictState;
  /** The verdict and its main reason, in a sentence or two. */
  readonly words: string;
  readonly reasons: readonly Reason[];
  readonly stores: readonly StoreJudgement[];
  /** The needed time, and what of it no store of the cloud is known to hold. */
  readonly needed: Window;
  readonly missing: readonly Window[];
  /** Whole days back from now that the cloud holds without a gap. */
  readonly heldDays: number;
  /** When the oldest record of the needed time that is there vanishes from the cloud. Null: never, or not known. */
  readonly oldestVanishesAt: number | null;
  /** From when on the whole needed time is there, if nothing changes; null when it is, or will not be. */
  readonly wholeFrom: number | null;
  /** Our own copy counts as evidence, but the promise is about the cloud's logs. */
  readonly own: OwnCopy;
}

/**
 * Whether the records of the last days (30, unless more are asked for) of one account and region are kept: by the
 * settings of the cloud, and by what is really there. What cannot be read is unknown, never kept.
 */
export function retentionVerdict({ keeping, requiredDays, collected, now }: RetentionQuestion): RetentionVerdict {
  const needed = { from: now - requiredDays * DAY_MS, to: now };
  const stores = keeping.stores.map((store) => judgeStore(store, { needed, requiredDays, now }));
  const counted = countedOf(keeping.stores);
  const written = stores.filter(({ store }) => store.isWrittenNow && counted.includes(store));
  const beside = stores.filter(({ store }) => store.isWrittenNow && !counted.includes(store));
  const missing = missingOf(counted, needed);
  const promise = promiseOf(keeping, written);
  const wasOff = keeping.logging.off.some(({ to }) => to > needed.from);
  const proof = proofOf(counted, missing, needed, wasOff);
  const state = promise === 'not kept' || promise === 'unknown' || proof === 'kept' ? promise : proof;
  const own = ownCopyOf(collected, needed);
  const lastGap = missing.at(-1);
  const willBeWhole = state === 'at risk' && promise === 'kept' && lastGap !== undefined;
  const wholeFrom = willBeWhole ? lastGap.to + requiredDays * DAY_MS : null;
  const reasons = withoutRepeats([
    ...loggingReasons(keeping.logging, needed),
    ...written.flatMap((store) => weighed(store, promise)),
    ...(keeping.logging.state === 'on'
      ? missingReasons(missing, needed, proof === 'unknown' ? 'blinds' : 'risks')
      : []),
    ...beside.flatMap(({ reasons }) => reasons.map(asNote)),
    ...keeping.notes.map((note): Reason => ({ ...note, weight: 'notes' })),
    ...ownCopyReasons(own, keeping.stores),
  ]);
  return {
    state,
    words: wordsOf(state, reasons, requiredDays, wholeFrom),
    reasons,
    stores,
    needed,
    missing,
    heldDays: Math.floor((now - (lastGap?.to ?? needed.from)) / DAY_MS),
    oldestVanishesAt: lastOf(stores.filter(({ holdsNeeded }) => holdsNeeded).map((store) => store.oldestVanishesAt)),
    wholeFrom,
    own,
  };
}

/** Stores of one place may share what is wrong with it, such as a workspace. */
function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  const isFirst = ({ code, words }: Reason, index: number) =>
    reasons.findIndex((other) => other.code === code && other.words === words) === index;
  return reasons.filter(isFirst);
}

function isMain({ role }: LogStore): boolean {
  return role === 'main';
}

/** The stores that the promise is about: those that tell the calls in full, or whatever there is where none does. */
function countedOf(stores: readonly LogStore[]): readonly LogStore[] {
  return stores.some((store) => isMain(store) && store.isWrittenNow) ? stores.filter(isMain) : stores;
}

function asNote(reason: Reason): Reason {
  return { ...reason, weight: 'notes' };
}

/** What the settings promise for the records that are written now: the best of the stores they are written to. */
function promiseOf({ logging }: LogKeeping, written: readonly StoreJudgement[]): VerdictState {
  if (logging.state !== 'on') return logging.state === 'off' ? 'not kept' : 'unknown';
  const states = new Set(written.map(({ promise }) => promise));
  // A store that keeps too little does not answer for another one that cannot be told.
  return (['kept', 'at risk', 'unknown'] as const).find((state) => states.has(state)) ?? 'not kept';
}

/** What is wrong with one store is only worth a note where another one keeps the promise. */
function weighed({ promise, reasons }: StoreJudgement, best: VerdictState): readonly Reason[] {
  if (promise === best) return reasons;
  return best === 'kept' || best === 'at risk' ? reasons.map(asNote) : reasons;
}

/**
 * So much at the start of the needed time may be without a record where the store keeps little more than that: after a
 * quiet weekend the oldest record is younger than the retention, and nothing older is there to show that logging was on.
 */
const QUIET_MS = 3 * DAY_MS;

/** What of the needed time no store is known to hold. */
function missingOf(stores: readonly LogStore[], needed: Window): Window[] {
  const held = stores.flatMap(({ holds }) => holds);
  return uncovered(needed, held).filter((gap) => {
    const mayBeQuiet = gap.from === needed.from && gap.to < needed.to && gap.to - gap.from <= QUIET_MS;
    return !mayBeQuiet || !stores.some((store) => beginsAtItsLimit(store, gap));
  });
}

function beginsAtItsLimit({ holds, reachesBackTo }: LogStore, gap: Window): boolean {
  const isLimit = reachesBackTo <= gap.from && reachesBackTo >= gap.from - QUIET_MS;
  return isLimit && holds.some(({ from }) => from === gap.to);
}

/** Whether what is there fills the needed time. Where the oldest record could not be looked for, there may be more. */
function proofOf(
  stores: readonly LogStore[],
  missing: readonly Window[],
  needed: Window,
  wasOff: boolean,
): VerdictState {
  if (missing.length === 0) return 'kept';
  // Calls of a time in which logging was off left no record that could be found yet.
  if (wasOff) return 'at risk';
  const isOnlyTheStart = missing.every(({ from }) => from === needed.from);
  const mayHoldMore = stores.some((store) => store.isWrittenNow && store.mayHoldMore);
  return isOnlyTheStart && mayHoldMore ? 'unknown' : 'at risk';
}

function lastOf(instants: readonly (number | null)[]): number | null {
  return instants.includes(null) || instants.length === 0 ? null : Math.max(...instants.map((at) => at ?? 0));
}

function wordsOf(
  state: VerdictState,
  reasons: readonly Reason[],
  requiredDays: number,
  wholeFrom: number | null,
): string {
  const days = daysText(requiredDays);
  const because = (weight: ReasonWeight) => reasons.find((reason) => reason.weight === weight)?.words ?? '';
  if (state === 'kept') return `The records of the last ${days} are there, and the settings keep them that long.`;
  if (state === 'not kept') return because('breaks') || 'Nothing that is logged is written anywhere.';
  if (state === 'unknown') return because('blinds');
  const whole =
    wholeFrom === null ? '' : ` The last ${days} are whole from ${dayText(wholeFrom)} on, if nothing changes.`;
  return `${because('risks')}${whole}`;
}
