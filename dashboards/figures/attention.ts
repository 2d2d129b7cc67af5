import type { Source, UnloggedAnswer, UnloggedRow } from '../api/generated/types.gen.js';

/** Something that asks for a person. `act`: figures are missing until somebody acts; `watch`: they soon may be; `note`: it mends itself. */
export type Attention =
  | { readonly kind: 'failing' | 'late' | 'neverRan'; readonly source: Source }
  | { readonly kind: 'collecting'; readonly sources: number; readonly doneDays: number; readonly allDays: number }
  | { readonly kind: 'quarantine'; readonly records: number }
  | { readonly kind: 'unpriced'; readonly requests: number; readonly tokens: number }
  | ({ readonly kind: 'unlogged' } & Unlogged);

/** What was metered and not logged, and the part of it that cost most. */
export interface Unlogged {
  readonly costUsd: string;
  readonly most: UnloggedRow;
}

export const URGENCY = {
  failing: 'act',
  late: 'watch',
  neverRan: 'watch',
  collecting: 'note',
  quarantine: 'watch',
  unpriced: 'watch',
  unlogged: 'watch',
} as const;

interface Seen {
  readonly sources: readonly Source[];
  readonly quarantined: number;
  readonly unpricedRequests: number;
  readonly unpricedTokens: number;
  /** What was metered and not logged; `null` where nothing was, or where it cannot be seen. */
  readonly unlogged: Unlogged | null;
}

/** What needs attention, the most urgent first. */
export function attentionOf({ sources, quarantined, unpricedRequests, unpricedTokens, unlogged }: Seen): Attention[] {
  const list: Attention[] = [];
  for (const source of sources) if (source.state === 'failing') list.push({ kind: 'failing', source });
  for (const source of sources) if (source.state === 'late') list.push({ kind: 'late', source });
  for (const source of sources) if (source.state === 'never-ran') list.push({ kind: 'neverRan', source });
  if (unpricedRequests > 0) list.push({ kind: 'unpriced', requests: unpricedRequests, tokens: unpricedTokens });
  if (unlogged !== null) list.push({ kind: 'unlogged', ...unlogged });
  if (quarantined > 0) list.push({ kind: 'quarantine', records: quarantined });
  const collecting = sources.filter((source) => source.state === 'collecting-history');
  if (collecting.length > 0) {
    const doneDays = Math.floor(Math.min(...collecting.map((source) => source.historyDoneDays)));
    list.push({
      kind: 'collecting',
      sources: collecting.length,
      doneDays,
      allDays: Math.max(...collecting.map((source) => source.historyDays)),
    });
  }
  return list;
}

/** What an answer about unlogged usage has for attention; `null` where nothing was missed, or nothing that has a price. */
export function unloggedOf(answer: UnloggedAnswer | undefined): Unlogged | null {
  const [most] = answer?.rows ?? [];
  return answer === undefined || most === undefined || answer.totals.costUsd === '0'
    ? null
    : { costUsd: answer.totals.costUsd, most };
}
