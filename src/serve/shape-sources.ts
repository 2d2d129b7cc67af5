import type { RecordsRead } from '../store/questions/records-read-since.js';
import type { SourceProgress } from '../store/questions/source-progress.js';
import type { SourceRunRow } from '../store/questions/source-run.js';
import type { Source, SourceRunsAnswer } from './answers/sources.js';
import type { SourceStatus } from './serve.tokens.js';
import { postponedTo, sourceStanding } from './source-standing.js';

const NOTHING_READ: RecordsRead = { read: 0, new: 0, duplicate: 0, ignored: 0, rejected: 0, pages: 0, bytes: 0 };

export function shapeSource(
  status: SourceStatus,
  progress: SourceProgress | undefined,
  lastRun: SourceRunRow | undefined,
  last24h: RecordsRead | undefined,
  now: number,
): Source {
  const { historyDays, nextRunAt } = status;
  const scan = progress?.scan ?? null;
  const standing = sourceStanding({ historyDays, progress, nextRunAt, now });
  return {
    sourceId: status.sourceId,
    cloud: status.cloud,
    kind: status.kind,
    accountId: status.accountId,
    region: status.region,
    logGroup: status.logGroup,
    bucket: status.bucket,
    state: standing.state,
    words: standing.words,
    coveredFrom: isoOf(standing.coveredFrom),
    completeUpTo: isoOf(standing.completeUpTo),
    gaps: standing.gaps.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })),
    historyDays,
    historyDoneDays: standing.historyDoneDays,
    lagSeconds: standing.lagSeconds,
    lastRun: lastRun === undefined ? null : shapeRun(lastRun),
    lastSuccessAt: progress?.lastSuccessAt?.toISOString() ?? null,
    lastError: progress?.lastError ?? null,
    lastErrorAt: progress?.lastErrorAt?.toISOString() ?? null,
    nextRunAt: (postponedTo(progress, nextRunAt)?.nextAt ?? nextRunAt)?.toISOString() ?? null,
    scan: scan === null ? null : { ...scan, nextAt: scan.nextAt.toISOString() },
    schedule: status.schedule,
    last24h: last24h ?? NOTHING_READ,
  };
}

export function shapeRun(run: SourceRunRow): SourceRunsAnswer['runs'][number] {
  return {
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    state: run.state,
    purpose: run.purpose,
    windowFrom: run.windowFrom.toISOString(),
    windowTo: run.windowTo.toISOString(),
    read: run.read,
    new: run.new,
    duplicate: run.duplicate,
    merged: run.merged,
    ignored: run.ignored,
    rejected: run.rejected,
    unpriced: run.unpriced,
    pages: run.pages,
    bytes: run.bytes,
    error: run.error,
    instance: run.instance,
  };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
