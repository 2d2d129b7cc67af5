import type { Measures, UsageRow } from '../api/generated/types.gen.js';
import {
  FEMTO_PER_PICO,
  femtoUsdOrNull,
  unitsOrNull,
  usdOrNull,
  type FemtoUsd,
  type PicoUsd,
} from '../format/money.js';

/** The figures of one row, exact. `null` is "not known" (or not told for this grouping), never zero. */
export interface Figures {
  readonly costUsd: PicoUsd | null;
  /** What is paid by the customer's own terms; not told of the parts of a request. */
  readonly effectiveUsd: FemtoUsd | null;
  /** What of it is billed in Claude Consumption Units; `null` where no such cloud has a cost. Other clouds add nothing. */
  readonly inUnits: FemtoUsd | null;
  readonly premiumUsd: PicoUsd | null;
  readonly withoutCachingUsd: PicoUsd | null;
  readonly cacheSavingUsd: PicoUsd | null;
  readonly tokens: number;
  readonly requests: number | null;
  readonly unpricedRequests: number;
  readonly unpricedTokens: number;
}

export const NO_FIGURES: Figures = {
  costUsd: 0n,
  effectiveUsd: 0n,
  inUnits: null,
  premiumUsd: 0n,
  withoutCachingUsd: 0n,
  cacheSavingUsd: 0n,
  tokens: 0,
  requests: 0,
  unpricedRequests: 0,
  unpricedTokens: 0,
};

export function figuresOf(measures: Measures): Figures {
  return {
    costUsd: usdOrNull(measures.costUsd),
    effectiveUsd: femtoUsdOrNull(measures.effectiveCostUsd),
    inUnits: unitsOrNull(measures.consumptionUnits),
    premiumUsd: usdOrNull(measures.premiumUsd),
    withoutCachingUsd: usdOrNull(measures.withoutCachingUsd),
    cacheSavingUsd: usdOrNull(measures.cacheSavingUsd),
    tokens: measures.tokens.total,
    requests: measures.requests,
    unpricedRequests: measures.unpricedRequests,
    unpricedTokens: measures.unpricedTokens,
  };
}

/** A known part plus a part that is not known is the known part: what is missing has counters of its own. */
function addUsd(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

export function addFigures(a: Figures, b: Figures): Figures {
  return {
    costUsd: addUsd(a.costUsd, b.costUsd),
    effectiveUsd: addUsd(a.effectiveUsd, b.effectiveUsd),
    inUnits: addUsd(a.inUnits, b.inUnits),
    premiumUsd: addUsd(a.premiumUsd, b.premiumUsd),
    withoutCachingUsd: addUsd(a.withoutCachingUsd, b.withoutCachingUsd),
    cacheSavingUsd: addUsd(a.cacheSavingUsd, b.cacheSavingUsd),
    tokens: a.tokens + b.tokens,
    requests: a.requests === null || b.requests === null ? null : a.requests + b.requests,
    unpricedRequests: a.unpricedRequests + b.unpricedRequests,
    unpricedTokens: a.unpricedTokens + b.unpricedTokens,
  };
}

/** Do terms of the customer's own make this another amount than the list price, by however little? */
export function isDiscounted({ costUsd, effectiveUsd }: Figures): boolean {
  return costUsd !== null && effectiveUsd !== null && effectiveUsd !== costUsd * FEMTO_PER_PICO;
}

/** One figure of a group in a bucket. */
export interface Cell {
  readonly bucket: string | null;
  /** Value of the first dimension; `null` is unattributed or unknown. */
  readonly key: string | null;
  /** Value of the second, where there is one. */
  readonly sub: string | null;
  readonly figures: Figures;
}

/** Rows of the API as cells of one or two dimensions. */
export function cellsOf(rows: readonly UsageRow[], by: string, then: string | null): Cell[] {
  return rows.map((row) => ({
    bucket: row.bucket,
    key: row.group[by] ?? null,
    sub: then === null ? null : (row.group[then] ?? null),
    figures: figuresOf(row),
  }));
}
