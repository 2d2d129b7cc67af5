import type { Span } from './buckets.js';

/** How far one source has been read, as the API tells it. */
export interface ReadSource {
  readonly coveredFrom: string | null;
  readonly completeUpTo: string | null;
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

/** What is known about time: up to when, and where not. */
export interface Knowledge {
  /** Everything before it has been read; the present moment while history is still being read from the newest day back. */
  readonly knownUpToMs: number;
  readonly unread: readonly Span[];
  isRead(span: Span): boolean;
}

export function knowledgeOf(sources: readonly ReadSource[], completeUpTo: string | null, now: number): Knowledge {
  const unread = sources.flatMap((source) => source.gaps.map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) })));
  const newest = sources.flatMap((source) => (source.completeUpTo === null ? [] : [Date.parse(source.completeUpTo)]));
  const frontier = completeUpTo === null ? (newest.length > 0 ? Math.min(...newest) : now) : Date.parse(completeUpTo);
  // While a gap lies before the frontier of the sources, the gap says it better than an early frontier would.
  const lastGap = Math.max(0, ...unread.filter((gap) => gap.toMs < now - 3_600_000).map((gap) => gap.toMs));
  const knownUpToMs = Math.min(now, lastGap >= frontier ? now : frontier);
  const begins = sources.flatMap((source) => (source.coveredFrom === null ? [] : [Date.parse(source.coveredFrom)]));
  const knownFromMs = begins.length > 0 ? Math.max(...begins) : now;
  return {
    knownUpToMs,
    unread,
    isRead: (span) => span.fromMs >= knownFromMs && !unread.some((gap) => gap.fromMs < span.toMs && gap.toMs > span.fromMs),
  };
}
