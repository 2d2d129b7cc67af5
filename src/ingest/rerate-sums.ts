import type { BookedAdjustment } from '../store/cost-adjustments.store.js';
import type { ChangeSums, RerateDifference } from '../store/rerate-differences.store.js';
import type { RerateReason } from '../usage/rerate-reasons.js';
import type { Change } from './rerate-reason.js';

/** The series of the stored calls, and model, team and reason of their change. */
interface SeriesKey {
  readonly seriesId: number;
  readonly model: string | null;
  readonly team: string | null;
  readonly reason: RerateReason;
}

/** What the changes of a day add up to. */
export type SeriesChanges = SeriesKey & ChangeSums;

/** Adds up changes until they are written. */
export class ChangeTally {
  private byKey = new Map<string, SeriesChanges>();

  add({ stored, again, reason }: Change): void {
    const { seriesId, costPico, effectiveFemto, requests } = stored;
    const { model, team } = again.series;
    const key = keyOf({ seriesId, model, team, reason });
    const sums = this.byKey.get(key) ?? { ...NOTHING, seriesId, model, team, reason };
    const list = 'priced' in again.price ? again.price.priced.total : null;
    this.byKey.set(key, {
      ...sums,
      requests: sums.requests + requests,
      oldUnpriced: sums.oldUnpriced + (costPico === null ? requests : 0),
      newUnpriced: sums.newUnpriced + (list === null ? requests : 0),
      oldPico: sums.oldPico + (costPico ?? 0n),
      newPico: sums.newPico + (list ?? 0n),
      oldFemto: sums.oldFemto + (effectiveFemto ?? 0n),
      newFemto: sums.newFemto + (again.effectiveFemto ?? 0n),
    });
  }

  /** What was added since the last time. */
  take(): SeriesChanges[] {
    const sums = [...this.byKey.values()];
    this.byKey = new Map();
    return sums;
  }
}

/** What an open day's changes are in the report. */
export function differencesOf(day: string, sums: readonly SeriesChanges[]): RerateDifference[] {
  return sums.map((row) => ({ ...row, month: day.slice(0, 7), adjusts: false }));
}

/**
 * What is still to be booked for a day of a closed month, new - old - already booked, series by series: nothing when it was
 * booked before, and the opposite of what was booked when a correction is taken back. In the report, "old" is what is stored
 * with what was booked for it.
 */
export function adjustmentsOf(
  day: string,
  sums: readonly SeriesChanges[],
  alreadyBooked: readonly BookedAdjustment[],
): { readonly bookings: BookedAdjustment[]; readonly differences: RerateDifference[] } {
  const changes = new Map(sums.map((row) => [keyOf(row), row]));
  const booked = new Map(alreadyBooked.map((row) => [keyOf(row), row]));
  const bookings: BookedAdjustment[] = [];
  const differences: RerateDifference[] = [];
  const keys: ReadonlyMap<string, SeriesKey> = new Map<string, SeriesKey>([...booked, ...changes]);
  for (const [key, { seriesId, model, team, reason }] of keys) {
    const change = changes.get(key) ?? NOTHING;
    const before = booked.get(key) ?? NOTHING_BOOKED;
    const booking = {
      seriesId,
      model,
      team,
      reason,
      requests: change.requests - before.requests,
      listPico: change.newPico - change.oldPico - before.listPico,
      effectiveFemto: change.newFemto - change.oldFemto - before.effectiveFemto,
    };
    if (booking.requests === 0 && booking.listPico === 0n && booking.effectiveFemto === 0n) continue;
    bookings.push(booking);
    const takenBack = Math.max(0, before.requests - change.requests);
    differences.push({
      month: day.slice(0, 7),
      model,
      team,
      reason,
      adjusts: true,
      requests: Math.max(change.requests, before.requests),
      oldUnpriced: Math.max(0, change.oldUnpriced - before.requests),
      newUnpriced: change.newUnpriced + (reason === 'becamePriced' ? takenBack : 0),
      oldPico: change.oldPico + before.listPico,
      newPico: change.newPico,
      oldFemto: change.oldFemto + before.effectiveFemto,
      newFemto: change.newFemto,
    });
  }
  return { bookings, differences };
}

const NOTHING: ChangeSums = {
  requests: 0,
  oldUnpriced: 0,
  newUnpriced: 0,
  oldPico: 0n,
  newPico: 0n,
  oldFemto: 0n,
  newFemto: 0n,
};
const NOTHING_BOOKED = { requests: 0, listPico: 0n, effectiveFemto: 0n };

const keyOf = ({ seriesId, model, team, reason }: SeriesKey) => JSON.stringify([seriesId, model, team, reason]);
