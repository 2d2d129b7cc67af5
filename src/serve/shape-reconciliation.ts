import { type CausedDifference, DIFFERENCE_CAUSES, type DifferenceCause } from '../reconcile/causes.js';
import type { ReconciledPlace } from '../reconcile/reconcile.js';
import type { BillLine } from '../usage/bill-line.js';
import { formatFemtoUsd } from '../usage/money.js';
import type { ReconciliationAnswer, ReconciliationRow } from './answers/reconciliation.js';
import { CAUSE_WORDS } from './cause-words.js';

const MOST_EVIDENCE = 10;
const MOST_UNREAD = 100;

/** Reconciled places as rows and totals: the totals are the sums of the rows whose bill is known. */
export function shapeReconciliation(places: readonly ReconciledPlace[]): Pick<ReconciliationAnswer, 'totals' | 'rows'> {
  const known = places.filter(({ billedFemto }) => billedFemto !== null);
  const computed = sum(known.map(({ computedFemto }) => computedFemto));
  const billed = sum(known.map(({ billedFemto }) => billedFemto ?? 0n));
  const ofAll = byCause(known.flatMap(({ causes }) => causes));
  return {
    totals: {
      computedUsd: formatFemtoUsd(computed),
      billedUsd: formatFemtoUsd(billed),
      differenceUsd: formatFemtoUsd(billed - computed),
      causes: ofAll.map(({ cause, femto }) => ({
        cause,
        words: CAUSE_WORDS[cause],
        differenceUsd: formatFemtoUsd(femto),
      })),
      notComparedRows: places.length - known.length,
    },
    rows: places.map(rowOf),
  };
}

function rowOf(place: ReconciledPlace): ReconciliationRow {
  const { day, cloud, accountId, model, scope, computedFemto, billedFemto, causes } = place;
  return {
    day,
    cloud,
    accountId,
    model,
    billScope: scope,
    computedUsd: formatFemtoUsd(computedFemto),
    billedUsd: billedFemto === null ? null : formatFemtoUsd(billedFemto),
    differenceUsd: billedFemto === null ? null : formatFemtoUsd(billedFemto - computedFemto),
    computedTokens: place.computedCount.toString(),
    billedTokens: place.billedCount.toString(),
    causes: byCause(causes).map(({ cause, femto, evidence }) => ({
      cause,
      words: CAUSE_WORDS[cause],
      differenceUsd: formatFemtoUsd(femto),
      evidence: evidence.slice(0, MOST_EVIDENCE),
    })),
  };
}

interface OfCause {
  readonly cause: DifferenceCause;
  readonly femto: bigint;
  readonly evidence: readonly string[];
}

/** In the order in which causes are listed. */
function byCause(parts: readonly CausedDifference[]): OfCause[] {
  return DIFFERENCE_CAUSES.flatMap((cause) => {
    const own = parts.filter((part) => part.cause === cause);
    if (own.length === 0) return [];
    const evidence = [...new Set(own.map((part) => part.evidence))];
    return [{ cause, femto: sum(own.map(({ femto }) => femto)), evidence }];
  });
}

/** Lines that could not be read, the dearest not first: a cost may be what could not be read. */
export function shapeUnread(lines: readonly BillLine[]): ReconciliationAnswer['unreadLines'] {
  return lines
    .flatMap(({ unread: why, day, cloud, accountId, meter, cost, currency, rows }) =>
      why === null ? [] : [{ day, cloud, accountId, meter, why, cost, currency, rows }],
    )
    .slice(0, MOST_UNREAD);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
