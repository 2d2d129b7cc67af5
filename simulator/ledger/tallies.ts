import { placeKey, type Place } from '../world-places.js';
import { Tally, type LedgerRow } from './tally.js';

export const LEDGER_GROUPINGS = ['none', 'day', 'model', 'team', 'accountRegion'] as const;
export type LedgerGrouping = (typeof LEDGER_GROUPINGS)[number];

/** The sums of a ledger: of everything, and of every group. */
export class Tallies {
  readonly total = new Tally();
  private readonly groups = new Map<string, Tally>();

  constructor(private readonly by: LedgerGrouping) {}

  /** The tallies that something at an instant in a place belongs to; model and team are known of calls only. */
  of(place: Place, at: number, call?: { readonly model: string; readonly team: () => string }): Tally[] {
    const key = this.keyOf(place, at, call);
    if (key === undefined) return [this.total];
    const known = this.groups.get(key) ?? new Tally();
    this.groups.set(key, known);
    return [this.total, known];
  }

  rows(): (LedgerRow & { readonly key: string })[] {
    const sorted = [...this.groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([key, tally]) => Object.assign({ key }, tally.row()));
  }

  private keyOf(
    place: Place,
    at: number,
    call?: { readonly model: string; readonly team: () => string },
  ): string | undefined {
    if (this.by === 'day') return new Date(at).toISOString().slice(0, 10);
    if (this.by === 'accountRegion') return placeKey(place);
    if (this.by === 'model') return call?.model;
    return this.by === 'team' ? call?.team() : undefined;
  }
}
