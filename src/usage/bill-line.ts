import type { Cloud, EndpointScope } from './cloud.js';
import type { CostClass } from './priced.js';

/**
 * What a line of a bill is: usage at its price, money given (`credit`), a price made lower (`discount`), `tax`, or a charge
 * that is not for tokens (`other`: commitments, fees, refunds).
 */
export const BILL_LINE_KINDS = ['usage', 'credit', 'discount', 'tax', 'other'] as const;
export type BillLineKind = (typeof BILL_LINE_KINDS)[number];

/** Kinds of endpoint as bills tell them apart. AWS bills geographic profiles and single regions alike, as `regional`. */
export const BILL_SCOPES = ['global', 'regional', 'multi-region', 'data-zone', 'unknown'] as const;
export type BillScope = (typeof BILL_SCOPES)[number];

/** Under which of them a call is billed. */
export function billScopeOf(scope: EndpointScope): BillScope {
  if (scope === 'geo' || scope === 'region') return 'regional';
  return scope === 'provisioned' ? 'unknown' : scope;
}

/** What a cloud billed on a day under one meter, in one account. Amounts are decimal text, as the cloud wrote them. */
export interface BillLine {
  readonly cloud: Cloud;
  /** Account, project or subscription that used it; not the one that pays. */
  readonly accountId: string;
  /** `2026-11-18`, UTC. */
  readonly day: string;
  readonly kind: BillLineKind;
  /** As the cloud names it: a usage type, a SKU. */
  readonly meter: string;
  readonly product: string | null;
  readonly region: string | null;
  readonly model: string | null;
  readonly scope: BillScope;
  readonly tokenClass: CostClass | null;
  /** `standard`, or what makes its price another one: `batch`, `long-context`, `priority` … */
  readonly variant: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  /** The quantity in tokens (in searches, of web search); `null` where the unit does not tell. */
  readonly counted: bigint | null;
  /** `null`: the bill writes no number there. */
  readonly cost: string | null;
  readonly currency: string;
  /** `null`: not a number, or in another currency and the bill tells no rate. */
  readonly costUsd: string | null;
  /** `2026-11`; `null` where the bill does not tell. */
  readonly invoiceMonth: string | null;
  /** Why it could not be read although it looks like Claude; `null` where it could. */
  readonly unread: string | null;
  /** Rows of the bill that are summed in it. */
  readonly rows: number;
}

/** A row of a bill, read: a line for Claude, or left out because it is not about Claude. `day` may be unknown then. */
export type BillReading = { readonly line: BillLine } | { readonly leftOut: string | null };
