import type { BillLine } from '../usage/bill-line.js';
import type { ComputedAmount } from './compared.js';

/** What Azure billed on a day under one meter of a subscription or a resource group. */
export interface AzureMeter {
  readonly scope: string;
  readonly day: string;
  readonly meter: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly cost: string;
  readonly currency: string;
}

/** As a line: Consumption Units name neither model nor tokens, so that a scope is compared as a whole. */
export function lineOfMeter({ scope, ...meter }: AzureMeter): BillLine {
  return {
    ...meter,
    ...AS_WHOLE,
    cloud: 'foundry',
    accountId: scope,
    kind: 'usage',
    product: null,
    region: null,
    tokenClass: null,
    variant: 'standard',
    counted: null,
    costUsd: meter.currency === 'USD' ? meter.cost : null,
    invoiceMonth: null,
    unread: null,
    rows: 1,
  };
}

/** What was computed in accounts under a billed scope, as one with it. */
export function underBilledScope(amount: ComputedAmount, scopes: ReadonlySet<string>): ComputedAmount {
  if (amount.cloud !== 'foundry') return amount;
  const account = amount.accountId.toLowerCase();
  // A resource group's bill is nearer than that of its subscription.
  const [scope] = [...scopes]
    .filter((known) => account.startsWith(`${known}/`))
    .toSorted((a, b) => b.length - a.length);
  return scope === undefined ? amount : { ...amount, ...AS_WHOLE, accountId: scope };
}

const AS_WHOLE = { model: null, scope: 'unknown' } as const;
