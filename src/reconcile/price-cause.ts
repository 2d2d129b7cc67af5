import type { BillScope } from '../usage/bill-line.js';
import type { Cloud } from '../usage/cloud.js';
import { decimalText } from '../price/decimal.js';
import type { CausedDifference } from './causes.js';
import { type ComparedCell, RATIO_ONE } from './compare-cell.js';
import { roundingLimit } from './rounding.js';

/** What is around a cell: all cells of its place, and the ratios of all cells of the account on that day. */
export interface PriceSurroundings {
  readonly cloud: Cloud;
  readonly scope: BillScope;
  readonly ofPlace: readonly ComparedCell[];
  readonly ratiosOfAccountDay: readonly bigint[];
}

/**
 * Why the same tokens cost another amount, the first that fits: rounding, as far as it reaches; the premium of endpoints
 * that are not global, by its very ratio; a discount, where everything is cheaper by one ratio; or another price.
 */
export function priceCause(compared: ComparedCell, around: PriceSurroundings): CausedDifference[] {
  const { cell, priceFemto, ratio } = compared;
  if (priceFemto === 0n) return [];
  const size = priceFemto < 0n ? -priceFemto : priceFemto;
  if (size <= roundingLimit(around.cloud, cell.rows)) {
    const evidence = `${cell.name}: within the last decimal of ${cell.rows} rows of the bill`;
    return [{ cause: 'rounding', femto: priceFemto, evidence }];
  }
  if (ratio === null) {
    const evidence = `${cell.name}: a cost without tokens to compare it by`;
    return [{ cause: 'unknown', femto: priceFemto, evidence }];
  }
  const factor = decimalText(ratio, 9);
  const rates = `${cell.name}: billed at ${factor} of the computed rate (${perMillion(cell.billedFemto, cell.billedCount)} USD a million)`;
  if (around.scope !== 'global' && isNear(ratio, WITHOUT_PREMIUM)) {
    return [
      { cause: 'wrongPrice', femto: priceFemto, evidence: `${rates}: the premium of this endpoint is not billed` },
    ];
  }
  if (around.scope === 'global' && isNear(ratio, WITH_PREMIUM)) {
    return [
      { cause: 'wrongPrice', femto: priceFemto, evidence: `${rates}: the premium is billed at a global endpoint` },
    ];
  }
  const everyCellAlike = around.ofPlace.every((other) => other.ratio === null || isNear(other.ratio, ratio));
  const alike = around.ratiosOfAccountDay.filter((other) => isNear(other, ratio)).length;
  if (ratio < RATIO_ONE && everyCellAlike && alike > 1) {
    return [
      { cause: 'discount', femto: priceFemto, evidence: `${rates}, as ${alike} classes of the account on that day` },
    ];
  }
  return [{ cause: 'wrongPrice', femto: priceFemto, evidence: rates }];
}

const WITHOUT_PREMIUM = (RATIO_ONE * 10n) / 11n;
const WITH_PREMIUM = (RATIO_ONE * 11n) / 10n;
/** A hundred-thousandth: bills round, and no price differs by so little. */
const TOLERANCE = 10_000n;

export function isNear(a: bigint, b: bigint): boolean {
  return a - b <= TOLERANCE && b - a <= TOLERANCE;
}

function perMillion(femto: bigint, count: bigint): string {
  return count === 0n ? '0' : decimalText((femto * 1_000_000n) / count / 1_000_000_000n, 6);
}
