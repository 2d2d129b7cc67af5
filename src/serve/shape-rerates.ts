import type { CostAdjustmentRow } from '../store/questions/cost-adjustments.js';
import type { DifferenceDimension, RerateDifferenceRow } from '../store/questions/rerate-differences.js';
import type { ChangeSumsRow, RerateRunRow } from '../store/questions/rerate-run.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import { RERATE_REASONS } from '../usage/rerate-reasons.js';
import type {
  AdjustmentsAnswer,
  ChangeSumsAnswer,
  RerateDifferencesAnswer,
  RerateRunAnswer,
} from './answers/rerates.js';

export function shapeRerateRun(row: RerateRunRow, currentBasis: string): RerateRunAnswer {
  const { startedAt, finishedAt, cancelRequestedAt, totals, adjusted, ...rest } = row;
  return {
    ...rest,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    cancelRequested: cancelRequestedAt !== null,
    basisIsCurrent: rest.basis === currentBasis,
    totals: shapeChangeSums(totals),
    adjusted: shapeChangeSums(adjusted),
  };
}

/** Money as decimals of dollars; not known, and not 0, where no call had a price. */
export function shapeChangeSums(sums: ChangeSumsRow): ChangeSumsAnswer {
  const { requests, oldUnpriced, newUnpriced, oldPico, newPico, oldFemto, newFemto } = sums;
  const isOldUnknown = requests > 0 && requests === oldUnpriced;
  const isNewUnknown = requests > 0 && requests === newUnpriced;
  return {
    requests,
    oldUnpriced,
    newUnpriced,
    oldUsd: isOldUnknown ? null : formatUsd(oldPico),
    newUsd: isNewUnknown ? null : formatUsd(newPico),
    differenceUsd: formatUsd(newPico - oldPico),
    // Terms with rates of their own give an effective cost where there is no list cost.
    oldEffectiveUsd: isOldUnknown && oldFemto === 0n ? null : formatFemtoUsd(oldFemto),
    newEffectiveUsd: isNewUnknown && newFemto === 0n ? null : formatFemtoUsd(newFemto),
    differenceEffectiveUsd: formatFemtoUsd(newFemto - oldFemto),
  };
}

export function shapeRerateDifferences(
  rows: readonly RerateDifferenceRow[],
  groupBy: readonly DifferenceDimension[],
): RerateDifferencesAnswer {
  return {
    totals: shapeChangeSums(rows.reduce<ChangeSumsRow>(add, NOTHING)),
    rows: rows.map((row) => ({
      group: Object.fromEntries(groupBy.map((dimension) => [dimension, row[dimension]])),
      adjusts: row.adjusts,
      ...shapeChangeSums(row),
    })),
    reasons: RERATE_REASONS,
  };
}

const NOTHING: ChangeSumsRow = {
  requests: 0,
  oldUnpriced: 0,
  newUnpriced: 0,
  oldPico: 0n,
  newPico: 0n,
  oldFemto: 0n,
  newFemto: 0n,
};

const add = (a: ChangeSumsRow, b: ChangeSumsRow): ChangeSumsRow => ({
  requests: a.requests + b.requests,
  oldUnpriced: a.oldUnpriced + b.oldUnpriced,
  newUnpriced: a.newUnpriced + b.newUnpriced,
  oldPico: a.oldPico + b.oldPico,
  newPico: a.newPico + b.newPico,
  oldFemto: a.oldFemto + b.oldFemto,
  newFemto: a.newFemto + b.newFemto,
});

export function shapeAdjustments(rows: readonly CostAdjustmentRow[]): AdjustmentsAnswer {
  return {
    totals: {
      requests: rows.reduce((sum, { requests }) => sum + requests, 0),
      listUsd: formatUsd(rows.reduce((sum, { listPico }) => sum + listPico, 0n)),
      effectiveUsd: formatFemtoUsd(rows.reduce((sum, { effectiveFemto }) => sum + effectiveFemto, 0n)),
    },
    rows: rows.map(({ listPico, effectiveFemto, bookedAt, ...row }) => ({
      ...row,
      bookedAt: bookedAt.toISOString(),
      listUsd: formatUsd(listPico),
      effectiveUsd: formatFemtoUsd(effectiveFemto),
    })),
    reasons: RERATE_REASONS,
  };
}
