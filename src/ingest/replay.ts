import type { Clock } from '../runtime/clock.js';
import type { LeaseStore } from '../store/lease.store.js';
import {
  type QuarantineFilter,
  type QuarantinedRecord,
  type QuarantineStore,
  type Retried,
  settleRetried,
} from '../store/quarantine.store.js';
import type { SeenDrift } from '../store/judged-event.js';
import type { UsageStore } from '../store/usage.store.js';
import type { Envelope } from '../usage/raw-record.js';
import type { ContentPolicy } from './content-policy.js';
import { judgePage, type JudgedPage, type OwnRules } from './judge.js';

/** What became of records in quarantine that were read again. */
export interface ReplayCounts {
  readonly replayed: number;
  readonly becameEvents: number;
  /** No calls, as it is known now. */
  readonly ignored: number;
  readonly stillRejected: number;
}

export interface ReplayReport extends ReplayCounts {
  /** By the reason for which they were in quarantine, most records first. */
  readonly byReason: (ReplayCounts & { readonly reason: string })[];
}

export interface ReplayParts {
  readonly store: QuarantineStore;
  readonly usage: UsageStore;
  readonly leases: LeaseStore;
  readonly rules: OwnRules;
  readonly clock: Clock;
  /** Whose prompts and completions are kept; nobody's where it is absent. */
  readonly contents?: ContentPolicy | undefined;
  /** The account and region of a source's store, for records that were kept without them. */
  readonly placeOf: (sourceId: string) => Pick<Envelope, 'accountId' | 'region'>;
  readonly onPage?: (replayed: number) => void;
}

/**
 * Reads records in quarantine again, after something was fixed, a page at a time: those that can be read become events and
 * leave quarantine in one transaction, the others stay with the reason of today. Stopped anywhere, it can be begun again.
 * Null when another instance is at it.
 */
export async function replayQuarantine(parts: ReplayParts, filter: QuarantineFilter): Promise<ReplayReport | null> {
  const done = await parts.leases.withLease('quarantine-replay', async (signal) => {
    const tally = new Tally();
    let page = await parts.store.pageAfter('0', filter);
    while (page.length > 0) {
      signal.throwIfAborted();
      for (const ofOneSource of bySource(page)) await retry(ofOneSource, parts, tally);
      parts.onPage?.(tally.report().replayed);
      page = await parts.store.pageAfter(page.at(-1)?.id ?? '0', filter);
    }
    return tally.report();
  });
  return done?.result ?? null;
}

/** Records of one source, judged as if they had just been read. */
async function retry(
  records: readonly [QuarantinedRecord, ...QuarantinedRecord[]],
  { usage, rules, clock, contents, placeOf }: ReplayParts,
  tally: Tally,
): Promise<void> {
  const [{ cloud, sourceId }] = records;
  const now = clock.now();
  const judging = { cloud, sourceId, rules, now, contents: contents?.rulesFor(sourceId, now) ?? null };
  const judged = records.map(({ id, reason, record }) => {
    const envelope = { ...placeOf(sourceId), ...record.envelope };
    return { id, reason, page: judgePage([{ ...record, envelope }], judging) };
  });
  const retried: Retried = {
    gone: judged.filter(({ page }) => page.rejected.length === 0).map(({ id }) => id),
    rejected: judged.flatMap(({ id, page }) => page.rejected.map(({ reason, detail }) => ({ id, reason, detail }))),
  };
  const batch = {
    cloud,
    sourceId,
    events: judged.flatMap(({ page }) => page.events),
    sights: judged.flatMap(({ page }) => page.sights),
    rejected: [],
    drift: onceEach(judged.flatMap(({ page }) => page.drift)),
    contents: judged.flatMap(({ page }) => page.contents),
  };
  await usage.save(batch, null, (client) => settleRetried(client, retried));
  for (const { reason, page } of judged) tally.add(reason, page);
}

/** Each kind and name once, with the first call that showed it, as a page of its own would have them. */
function onceEach(seen: readonly SeenDrift[]): SeenDrift[] {
  return [...new Map(seen.toReversed().map((drift) => [`${drift.kind} ${drift.name}`, drift])).values()];
}

function bySource(page: readonly QuarantinedRecord[]): Iterable<[QuarantinedRecord, ...QuarantinedRecord[]]> {
  const groups = new Map<string, [QuarantinedRecord, ...QuarantinedRecord[]]>();
  for (const record of page) {
    const key = `${record.cloud} ${record.sourceId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups.values();
}

class Tally {
  private readonly byReason = new Map<string, ReplayCounts>();

  add(reason: string, { events, sights, ignored, rejected }: JudgedPage): void {
    const counts = {
      replayed: 1,
      becameEvents: events.length + sights.length,
      ignored,
      stillRejected: rejected.length,
    };
    this.byReason.set(reason, sumOf([this.byReason.get(reason) ?? NONE, counts]));
  }

  report(): ReplayReport {
    const byReason = [...this.byReason].map(([reason, counts]) => ({ reason, ...counts }));
    return { ...sumOf(byReason), byReason: byReason.toSorted((a, b) => b.replayed - a.replayed) };
  }
}

const NONE: ReplayCounts = { replayed: 0, becameEvents: 0, ignored: 0, stillRejected: 0 };

const sumOf = (counts: readonly ReplayCounts[]): ReplayCounts =>
  counts.reduce(
    (sum, one) => ({
      replayed: sum.replayed + one.replayed,
      becameEvents: sum.becameEvents + one.becameEvents,
      ignored: sum.ignored + one.ignored,
      stillRejected: sum.stillRejected + one.stillRejected,
    }),
    NONE,
  );
