import type { UnpricedUsage } from '../api/generated/types.gen.js';
import { narrowTo } from './filters.js';
import { compareValues } from './rows.js';

const REASONS = ['noRateAtThatTime', 'tokensMissing', 'scopeUnknown', 'speedNotOffered', 'batchNotOffered'] as const;

/** What there is to say about usage without a price. An id that names no model needs another remedy than an unlisted model. */
export type Cause = (typeof REASONS)[number] | 'idTellsNoModel' | 'modelNotListed' | 'other';

/** Every name of a Claude model has this in it; profiles, imported models and most deployments have not. */
const NAMES_A_MODEL = /claude/i;

export function causeOf({ modelId, reason }: Pick<UnpricedUsage, 'modelId' | 'reason'>): Cause {
  if (reason === 'modelUnknown') return NAMES_A_MODEL.test(modelId) ? 'modelNotListed' : 'idTellsNoModel';
  return REASONS.find((known) => known === reason) ?? 'other';
}

/** `null` where the log tells no tokens at all: that is not zero. */
export function knownTokensOf({ reason, tokens }: Pick<UnpricedUsage, 'reason' | 'tokens'>): number | null {
  return reason === 'tokensMissing' && tokens === 0 ? null : tokens;
}

/** The sum of the rows. */
export function sumUnpriced(rows: readonly UnpricedUsage[]): { readonly requests: number; readonly tokens: number } {
  return rows.reduce((sum, row) => ({ requests: sum.requests + row.requests, tokens: sum.tokens + row.tokens }), {
    requests: 0,
    tokens: 0,
  });
}

export const UNPRICED_COLUMNS = ['modelId', 'reason', 'requests', 'tokens'] as const;
export type UnpricedColumn = (typeof UNPRICED_COLUMNS)[number];

/** Column with `-` in front for descending, as in the address; the most requests first where it names none. */
export function sortUnpriced(rows: readonly UnpricedUsage[], sort: string): UnpricedUsage[] {
  const column = UNPRICED_COLUMNS.find((name) => name === sort.replace(/^-/, ''));
  if (!column) return sortUnpriced(rows, '-requests');
  const valueOf = (row: UnpricedUsage) => (column === 'tokens' ? knownTokensOf(row) : row[column]);
  const sign = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((a, b) => sign * compareValues(valueOf(a), valueOf(b)));
}

/** The filters under which the list of requests shows a row, and nothing else. */
export function filtersOf(
  { modelId, reason }: Pick<UnpricedUsage, 'modelId' | 'reason'>,
  filters: readonly string[],
): string[] {
  return narrowTo(narrowTo(filters, 'modelId', modelId), 'unpricedReason', reason);
}
