import type { CausedDifference } from './causes.js';
import { RATIO_ONE } from './compare-cell.js';
import { femtoOf, type Place, sumOf } from './compared.js';
import { isNear } from './price-cause.js';
import { roundingLimit } from './rounding.js';

/** A bill that tells no tokens, such as Azure's in Consumption Units, can be compared as a whole only. */
export function hasWhole({ lines }: Place): boolean {
  return lines.some((line) => line.kind === 'usage' && line.unread === null && line.tokenClass === null);
}

function wholeOf({ lines, computed }: Place) {
  const usage = lines.filter((line) => line.kind === 'usage' && line.unread === null);
  return {
    billed: sumOf(usage.map(femtoOf)),
    computed: sumOf(computed.map(({ femto }) => femto)),
    rows: usage.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** The ratios of billed to computed of the days of each account, where the bill tells no tokens. */
export function wholeRatios(places: readonly Place[]): ReadonlyMap<string, readonly bigint[]> {
  const ratios = new Map<string, bigint[]>();
  for (const place of places.filter(hasWhole)) {
    const { billed, computed } = wholeOf(place);
    if (computed === 0n) continue;
    const key = `${place.at.cloud} ${place.at.accountId}`;
    ratios.set(key, [...(ratios.get(key) ?? []), (billed * RATIO_ONE) / computed]);
  }
  return ratios;
}

/** The causes of a difference that is known as a whole only, the first that fits. */
export function wholeCauses(
  place: Place,
  unsettled: string | null,
  ratios: ReadonlyMap<string, readonly bigint[]>,
): CausedDifference[] {
  const { billed, computed, rows } = wholeOf(place);
  const femto = billed - computed;
  const size = femto < 0n ? -femto : femto;
  if (femto === 0n) return [];
  const { cloud, accountId } = place.at;
  if (size <= roundingLimit(cloud, rows)) {
    return [{ cause: 'rounding', femto, evidence: `within the last unit of ${rows} rows of the bill` }];
  }
  if (femto < 0n && unsettled !== null) return [{ cause: 'notYetBilled', femto, evidence: unsettled }];
  const ratio = computed === 0n ? null : (billed * RATIO_ONE) / computed;
  const days = (ratios.get(`${cloud} ${accountId}`) ?? []).filter((other) => ratio !== null && isNear(other, ratio));
  if (femto < 0n && days.length > 1) {
    return [{ cause: 'discount', femto, evidence: `the same ratio of billed to computed on ${days.length} days` }];
  }
  return [{ cause: 'unknown', femto, evidence: 'the bill names neither models nor tokens to compare' }];
}
