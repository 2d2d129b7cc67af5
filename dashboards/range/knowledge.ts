import type { Span } from './buckets.js';

/** How far one source has been read, as the API tells it. History is read from the newest day back. */
export interface ReadSource {
  /** The beginning of what has been read, and the end; what lies unread between them is in `gaps`. */
  readonly coveredFrom: string | null;
  readonly completeUpTo: string | null;
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

/** What is known about time: up to when, and where not. */
export interface Knowledge {
  /** The end of what every source has been read to. */
  readonly knownUpToMs: number;
  /** Stretches that at least one source has not been read for. */
  readonly unread: readonly Span[];
  readonly isRead: (span: Span) => boolean;
}

function unreadOf({ coveredFrom, gaps }: ReadSource): Span[] {
  const inside = gaps.map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }));
  return coveredFrom === null ? inside : [{ fromMs: 0, toMs: Date.parse(coveredFrom) }, ...inside];
}

/** A source that has never been read is told of by its state: nobody knows yet whether it holds anything. */
export function knowledgeOf(sources: readonly ReadSource[], now: number): Knowledge {
  const unread = sources.flatMap(unreadOf);
  const ends = sources.flatMap(({ completeUpTo }) => (completeUpTo === null ? [] : [Date.parse(completeUpTo)]));
  return {
    knownUpToMs: Math.min(now, ...ends),
    unread,
    isRead: (span) => ends.length > 0 && !unread.some((gap) => gap.fromMs < span.toMs && gap.toMs > span.fromMs),
  };
}
