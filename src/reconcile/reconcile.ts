import type { BillLine } from '../usage/bill-line.js';
import type { FemtoUsd } from '../usage/money.js';
import { whyUnsettled } from './bill-settles.js';
import type { CausedDifference, DifferenceCause } from './causes.js';
import { compareCell, type Cell, type ComparedCell } from './compare-cell.js';
import {
  type ComparedPlace,
  type ComputedAmount,
  type DayOfBill,
  femtoOf,
  type Place,
  placeKey,
  sumOf,
  type UnloggedAmount,
} from './compared.js';
import { hasWhole, wholeCauses, wholeRatios } from './compare-whole.js';
import { priceCause } from './price-cause.js';

export interface Compared {
  readonly billed: readonly BillLine[];
  readonly computed: readonly ComputedAmount[];
  readonly unlogged: readonly UnloggedAmount[];
  readonly days: readonly DayOfBill[];
}

/** A place on a day: what was billed, what was computed, and every cause of the difference. */
export interface ReconciledPlace extends ComparedPlace {
  readonly computedFemto: FemtoUsd;
  /** `null`: a line is in another currency, or its cost is no number. */
  readonly billedFemto: FemtoUsd | null;
  readonly computedCount: bigint;
  readonly billedCount: bigint;
  /** They add up to billed less computed, exactly; empty where that is not known. */
  readonly causes: readonly CausedDifference[];
}

/**
 * Bills against what was computed, per day, account, model and kind of endpoint: lines that are not for usage have their
 * cause by what they are; usage is compared class by class, first by quantity, then by price.
 */
export function reconcile({ billed, computed, unlogged, days }: Compared): ReconciledPlace[] {
  const places = new Places();
  for (const line of billed) places.of(line).lines.push(line);
  for (const amount of computed) places.of(amount).computed.push(amount);
  const dayOf = new Map(days.map((day) => [`${day.cloud} ${day.day}`, day]));
  // Unlogged usage is a cause and no sum of its own: without a bill and without calls there is nothing to explain.
  for (const amount of unlogged) places.known(amount)?.unlogged.push(amount);

  const compared = places.list().map((place) => {
    const { cloud, day } = place.at;
    const unsettled = whyUnsettled(cloud, day, dayOf.get(`${cloud} ${day}`));
    return { place, unsettled, cells: cellsOf(place).map((cell) => compareCell(cell, unsettled)) };
  });
  const ratios = new Map<string, bigint[]>();
  for (const { place, cells } of compared) {
    const key = accountDay(place.at);
    ratios.set(key, [...(ratios.get(key) ?? []), ...cells.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]))]);
  }
  const wholes = wholeRatios(compared.map(({ place }) => place));
  return compared
    .map(({ place, unsettled, cells }) => {
      const { cloud, scope } = place.at;
      const around = { cloud, scope, ofPlace: cells, ratiosOfAccountDay: ratios.get(accountDay(place.at)) ?? [] };
      const causes = hasWhole(place)
        ? wholeCauses(place, unsettled, wholes)
        : cells.flatMap((cell) => [...cell.quantity, ...priceCause(cell, around)]);
      return reconciledPlace(place, cells, [...lineCauses(place), ...causes]);
    })
    .toSorted((a, b) => (a.day === b.day ? (placeKey(a) < placeKey(b) ? -1 : 1) : a.day < b.day ? -1 : 1));
}

class Places {
  private readonly places = new Map<string, Place>();

  of({ day, cloud, accountId, model, scope }: ComparedPlace): Place {
    const at = { day, cloud, accountId, model, scope };
    const key = placeKey(at);
    const place = this.places.get(key) ?? { at, lines: [], computed: [], unlogged: [] };
    this.places.set(key, place);
    return place;
  }

  known(at: ComparedPlace): Place | undefined {
    return this.places.get(placeKey(at));
  }

  list(): Place[] {
    return [...this.places.values()];
  }
}

function reconciledPlace(
  { at, lines, computed }: Place,
  cells: readonly ComparedCell[],
  causes: readonly CausedDifference[],
) {
  const isKnown = lines.every(({ costUsd }) => costUsd !== null);
  return {
    ...at,
    computedFemto: sumOf(computed.map(({ femto }) => femto)),
    billedFemto: isKnown ? sumOf(lines.map(femtoOf)) : null,
    computedCount: sumOf(computed.map(({ counted, unpriced }) => counted + unpriced)),
    billedCount: sumOf(cells.map(({ cell }) => cell.billedCount)),
    causes: isKnown ? causes : [],
  };
}

/** Lines of usage that were read, by class and variant, beside what was computed of the same. */
function cellsOf({ lines, computed, unlogged }: Place): Cell[] {
  const usage = lines.filter(isUsage);
  const variants = new Set(usage.map(({ variant }) => variant));
  // A bill that does not tell a variant apart has its tokens among the others.
  const variantOf = ({ variant }: ComputedAmount) => (variants.has(variant) ? variant : 'standard');
  const keys = new Set([
    ...usage.map((line) => `${line.tokenClass ?? ''}/${line.variant}`),
    ...computed.map((amount) => `${amount.tokenClass}/${variantOf(amount)}`),
  ]);
  return [...keys].toSorted().map((key): Cell => {
    const [tokenClass = '', variant = ''] = key.split('/');
    const ofBill = usage.filter((line) => line.tokenClass === tokenClass && line.variant === variant);
    const own = computed.filter((amount) => amount.tokenClass === tokenClass && variantOf(amount) === variant);
    const missing = variant === 'standard' ? unlogged.filter((amount) => amount.tokenClass === tokenClass) : [];
    return {
      name: variant === 'standard' ? tokenClass : `${tokenClass} (${variant})`,
      billedCount: sumOf(ofBill.map(({ counted }) => counted ?? 0n)),
      billedFemto: sumOf(ofBill.map(femtoOf)),
      rows: ofBill.reduce((sum, { rows }) => sum + rows, 0),
      computedCount: sumOf(own.map(({ counted }) => counted)),
      computedFemto: sumOf(own.map(({ femto }) => femto)),
      isMixed: own.some((a) => own.some((b) => a.femto * b.counted !== b.femto * a.counted)),
      unpricedCount: sumOf(own.map(({ unpriced }) => unpriced)),
      unloggedCount: sumOf(missing.map(({ counted }) => counted)),
      unloggedFemto: sumOf(missing.map(({ femto }) => femto)),
    };
  });
}

const CAUSE_OF_KIND: Readonly<Record<Exclude<BillLine['kind'], 'usage'>, DifferenceCause>> = {
  credit: 'credit',
  discount: 'discount',
  tax: 'tax',
  other: 'otherCharge',
};

/** Lines that are their own cause: money that is not for tokens, and what could not be read. */
function lineCauses({ lines }: Place): CausedDifference[] {
  return lines.flatMap((line): CausedDifference[] => {
    if (line.unread !== null)
      return [{ cause: 'unread', femto: femtoOf(line), evidence: `${line.meter}: ${line.unread}` }];
    if (line.kind === 'usage') return [];
    return [{ cause: CAUSE_OF_KIND[line.kind], femto: femtoOf(line), evidence: line.meter }];
  });
}

function isUsage(line: BillLine): boolean {
  return line.kind === 'usage' && line.unread === null && line.tokenClass !== null;
}

function accountDay({ cloud, accountId, day }: ComparedPlace): string {
  return `${cloud} ${accountId} ${day}`;
}
