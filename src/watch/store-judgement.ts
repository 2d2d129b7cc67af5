import { DAY_MS, type Window } from '../usage/window.js';
import type { LogStore } from './log-keeping.js';
import { daysText, dayText } from './retention-words.js';
import type { Reason, VerdictState } from './verdict-state.js';

/** What one store promises for the records written to it now, and when the oldest needed one there vanishes. */
export interface StoreJudgement {
  readonly store: LogStore;
  readonly promise: VerdictState;
  readonly reasons: readonly Reason[];
  /** Whether it holds any record of the needed time. */
  readonly holdsNeeded: boolean;
  /** Null: never, or not known. */
  readonly oldestVanishesAt: number | null;
}

export interface NeededTime {
  readonly needed: Window;
  readonly requiredDays: number;
  readonly now: number;
}

/** Judges a store by its settings and by what was delivered to it lately. */
export function judgeStore(store: LogStore, time: NeededTime): StoreJudgement {
  const reasons = [
    ...existenceReasons(store),
    ...keepingReasons(store, time),
    ...store.flaws,
    ...deliveryReasons(store),
  ];
  const holds = store.holds.filter(({ to }) => to > time.needed.from);
  return {
    store,
    promise: promiseOf(reasons),
    reasons,
    holdsNeeded: holds.length > 0,
    oldestVanishesAt: vanishesAt(store, holds, time),
  };
}

function promiseOf(reasons: readonly Reason[]): VerdictState {
  const has = (weight: Reason['weight']) => reasons.some((reason) => reason.weight === weight);
  if (has('breaks')) return 'not kept';
  if (has('blinds')) return 'unknown';
  return has('risks') ? 'at risk' : 'kept';
}

function existenceReasons({ exists, name, evidence, remedy }: LogStore): Reason[] {
  if (exists) return [];
  const words = `The ${name} does not exist: nothing is written there.`;
  return [{ code: 'storeMissing', weight: 'breaks', words, evidence, action: remedy }];
}

function keepingReasons(store: LogStore, { requiredDays, now }: NeededTime): Reason[] {
  const { exists, keeping, name, evidence, remedy, unknownWords } = store;
  if (!exists) return [];
  if (keeping === null)
    return [{ code: 'keepingUnknown', weight: 'blinds', words: unknownWords ?? '', evidence, action: null }];
  const because = keeping.words.length === 0 ? '' : ` (${keeping.words.join('; ')})`;
  const reason = (code: string, weight: Reason['weight'], words: string): Reason => ({
    code,
    weight,
    words: `${words}${because}.`,
    evidence,
    action: remedy,
  });
  if (keeping.days !== null && keeping.days < requiredDays)
    return [
      reason(
        'keptTooShort',
        'breaks',
        `The ${name} keeps records for ${daysText(keeping.days)}, ${requiredDays - keeping.days} fewer than the ${requiredDays} that are needed`,
      ),
    ];
  const reasons: Reason[] = [];
  if (keeping.readableDays !== null && keeping.readableDays < requiredDays)
    reasons.push(
      reason(
        'readableTooShort',
        'risks',
        `Records in the ${name} can be read for ${daysText(keeping.readableDays)} only; until day ${keeping.days ?? '∞'} they have to be restored first`,
      ),
    );
  if (keeping.endsAt !== null && keeping.endsAt < now + requiredDays * DAY_MS)
    reasons.push(reason('endsOnDate', 'risks', `Everything in the ${name} expires on ${dayText(keeping.endsAt)}`));
  return reasons;
}

function deliveryReasons(store: LogStore): Reason[] {
  const { isWrittenNow, exists, deliveries, deliveriesUnknownWords, deliveryRemedy, name, evidence } = store;
  if (!isWrittenNow || !exists) return [];
  if (deliveries === null) {
    const words = deliveriesUnknownWords ?? '';
    return [{ code: 'deliveryUnknown', weight: 'blinds', words, evidence: [], action: null }];
  }
  const { failed, succeeded, countedBy } = deliveries;
  if (failed === 0) return [];
  if (countedBy !== null) {
    const words = `${countedBy} counted ${failed} calls since yesterday, and no record of them has arrived in the ${name}.`;
    return [{ code: 'silent', weight: 'breaks', words, evidence, action: deliveryRemedy }];
  }
  return [
    {
      code: 'deliveryFails',
      weight: succeeded ? 'risks' : 'breaks',
      words: succeeded
        ? `${failed} deliveries to the ${name} failed in the last 24 hours: those records are lost there.`
        : `Every delivery to the ${name} failed in the last 24 hours (${failed}): no record arrives there.`,
      evidence: [],
      action: deliveryRemedy,
    },
  ];
}

function vanishesAt({ keeping }: LogStore, holds: readonly Window[], { needed }: NeededTime): number | null {
  const first = holds.reduce((least, { from }) => Math.min(least, from), Infinity);
  if (keeping === null || !Number.isFinite(first)) return null;
  const oldest = Math.max(first, needed.from);
  const byAge = keeping.days === null ? Infinity : oldest + keeping.days * DAY_MS;
  const at = Math.min(byAge, keeping.endsAt ?? Infinity);
  return Number.isFinite(at) ? at : null;
}
