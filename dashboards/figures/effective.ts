import type { EffectiveRow } from '../api/generated/types.gen.js';
import { parseFemtoUsd, type FemtoUsd } from '../format/money.js';

/** What was paid, each way of pricing by itself, the dearest first. */
export interface PaidRows {
  readonly rows: readonly { readonly key: string; readonly row: EffectiveRow }[];
  /** The sum of the rows, exact. */
  readonly sum: FemtoUsd;
  /** False where the list price is paid throughout: then there is nothing to tell. */
  readonly hasTerms: boolean;
}

export function paidRows(rows: readonly EffectiveRow[]): PaidRows {
  const paid = rows.map((row) => ({
    row,
    femto: parseFemtoUsd(row.effectiveUsd),
    key: JSON.stringify([row.model, row.entry, row.book, row.tier, row.rules, row.terms]),
  }));
  return {
    rows: paid.toSorted((a, b) => (a.femto === b.femto ? 0 : a.femto < b.femto ? 1 : -1)),
    sum: paid.reduce((sum, { femto }) => sum + femto, 0n),
    hasTerms: rows.some(({ terms }) => terms.length > 0),
  };
}
