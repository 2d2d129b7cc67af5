import { FEMTO_PER_PICO, type FemtoUsd, type PicoUsd } from '../usage/money.js';
import type { UnpricedReason } from '../usage/priced.js';
import type { ReRated, ReRateReason } from './re-rate.js';

/** What pricing again does to one month, model and team. */
export interface ReRateDifference {
  readonly month: string;
  readonly model: string | null;
  readonly team: string | null;
  readonly requests: number;
  readonly oldPico: PicoUsd;
  readonly newPico: PicoUsd;
  readonly oldFemto: FemtoUsd;
  readonly newFemto: FemtoUsd;
  readonly unpricedBefore: number;
  readonly unpricedAfter: number;
  /** Requests by reason, and what each reason adds to the list cost; those unchanged left out. */
  readonly reasons: Readonly<Partial<Record<ReRateReason, { readonly requests: number; readonly pico: PicoUsd }>>>;
}

/**
 * Old and new per month, model and team, in that order; nothing is left out, so that the sums are those of the whole
 * range. A call that another model answers for now leaves its old row and enters its new one.
 */
export function reRateDifferences(rated: Iterable<ReRated>): ReRateDifference[] {
  const rows = new Map<string, Mutable>();
  const rowOf = (month: string, model: string | null, team: string | null): Mutable => {
    const key = JSON.stringify([month, model, team]);
    const known = rows.get(key);
    if (known !== undefined) return known;
    const row = emptyRow(month, model, team);
    rows.set(key, row);
    return row;
  };
  for (const { stored, usage, price, effective, reason } of rated) {
    const { month, team, requests, old } = stored;
    const from = rowOf(month, stored.usage.model, team);
    const to = rowOf(month, usage.model, team);
    const [oldPico, newPico] = [old.pico ?? 0n, 'priced' in price ? price.priced.total : 0n];
    from.oldPico += oldPico;
    from.oldFemto += old.femto ?? oldPico * FEMTO_PER_PICO;
    to.newPico += newPico;
    to.newFemto += effective?.femto ?? 0n;
    if (isUnpriced(old.unpriced)) from.unpricedBefore += requests;
    if ('unpriced' in price && isUnpriced(price.unpriced)) to.unpricedAfter += requests;
    to.requests += requests;
    if (reason === 'unchanged') continue;
    addReason(to, reason, requests, from === to ? newPico - oldPico : newPico);
    if (from !== to) addReason(from, reason, 0, -oldPico);
  }
  return [...rows.values()].toSorted(
    (a, b) => compare(a.month, b.month) || compare(a.model, b.model) || compare(a.team, b.team),
  );
}

type Mutable = { -readonly [Key in keyof ReRateDifference]: ReRateDifference[Key] };

function emptyRow(month: string, model: string | null, team: string | null): Mutable {
  const money = { oldPico: 0n, newPico: 0n, oldFemto: 0n, newFemto: 0n };
  return { month, model, team, requests: 0, ...money, unpricedBefore: 0, unpricedAfter: 0, reasons: {} };
}

function addReason(row: Mutable, reason: ReRateReason, requests: number, pico: PicoUsd): void {
  const before = row.reasons[reason] ?? { requests: 0, pico: 0n };
  row.reasons = { ...row.reasons, [reason]: { requests: before.requests + requests, pico: before.pico + pico } };
}

/** Another maker's calls are no unpriced calls: they are not ours to price. */
function isUnpriced(reason: UnpricedReason | null): boolean {
  return reason !== null && reason !== 'outsideClaude';
}

/** Unknown first, as on every screen. */
function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
