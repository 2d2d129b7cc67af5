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

export const UNPRICED_COLUMNS = ['modelId', 'requests', 'tokens'] as const;
export type UnpricedColumn = (typeof UNPRICED_COLUMNS)[number];

/** Usage without a price for one cause, which has one remedy. */
export interface UnpricedGroup {
  readonly cause: Cause;
  readonly rows: readonly UnpricedUsage[];
  readonly requests: number;
  readonly tokens: number;
}

/** Rows by cause, both in the order of `sort`: a column, with `-` in front for descending. Causes have no model id. */
export function groupUnpriced(rows: readonly UnpricedUsage[], sort: string): UnpricedGroup[] {
  const column = UNPRICED_COLUMNS.find((name) => name === sort.replace(/^-/, ''));
  if (!column) return groupUnpriced(rows, '-requests');
  const sign = sort.startsWith('-') ? -1 : 1;
  const groups = [...new Set(rows.map(causeOf))].map((cause) => {
    const members = rows.filter((row) => causeOf(row) === cause);
    const ordered = members.toSorted((a, b) => sign * compareValues(a[column], b[column]));
    return { cause, rows: ordered, ...sumUnpriced(members) };
  });
  return groups.toSorted((a, b) =>
    column === 'modelId' ? b.requests - a.requests : sign * compareValues(a[column], b[column]),
  );
}

/** The filters under which the list of requests shows a row, and nothing else. */
export function filtersOf(
  { modelId, reason }: Pick<UnpricedUsage, 'modelId' | 'reason'>,
  filters: readonly string[],
): string[] {
  return narrowTo(narrowTo(filters, 'modelId', modelId), 'unpricedReason', reason);
}
