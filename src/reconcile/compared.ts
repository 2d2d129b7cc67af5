import type { BillLine, BillScope } from '../usage/bill-line.js';
import type { Cloud } from '../usage/cloud.js';
import { scaledDecimal } from '../usage/decimal-text.js';
import type { FemtoUsd } from '../usage/money.js';
import type { CostClass } from '../usage/priced.js';

/** What a bill is set against: a UTC day, an account, a model and a kind of endpoint. */
export interface ComparedPlace {
  readonly day: string;
  readonly cloud: Cloud;
  readonly accountId: string;
  /** `null`: not known, or the bill names none. */
  readonly model: string | null;
  readonly scope: BillScope;
}

/** What was computed there of one class of tokens. */
export interface ComputedAmount extends ComparedPlace {
  readonly tokenClass: CostClass;
  readonly variant: string;
  /** Tokens (or searches) with a price. */
  readonly counted: bigint;
  /** Tokens without one; nothing of them is in `femto`. */
  readonly unpriced: bigint;
  readonly femto: FemtoUsd;
}

/** Usage that the cloud's meters counted and no log tells of, at list price. */
export interface UnloggedAmount extends ComparedPlace {
  readonly tokenClass: CostClass;
  readonly counted: bigint;
  readonly femto: FemtoUsd;
}

/** How far a cloud's bill of a day has come. */
export interface DayOfBill {
  readonly cloud: Cloud;
  readonly day: string;
  /** When the day was last read, milliseconds since 1970. */
  readonly readAt: number;
}

/** A place with everything that either side tells of it. */
export interface Place {
  readonly at: ComparedPlace;
  readonly lines: BillLine[];
  readonly computed: ComputedAmount[];
  readonly unlogged: UnloggedAmount[];
}

export function placeKey({ day, cloud, accountId, model, scope }: ComparedPlace): string {
  return JSON.stringify([day, cloud, accountId, model, scope]);
}

/** A line's cost in femto-dollars; 0 where it is not known, and the place then says so. */
export function femtoOf({ costUsd }: BillLine): bigint {
  return scaledDecimal(costUsd ?? '0', 15) ?? 0n;
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
