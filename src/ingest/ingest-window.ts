import type { LogSource } from '../collect/log-source.js';
import type { Clock } from '../runtime/clock.js';
import { LeaseLost } from '../store/held-lease.js';
import { NO_RECORDS, type Purpose, type RunCounts, type RunStore } from '../store/runs.store.js';
import type { SaveCounts, UsageStore } from '../store/usage.store.js';
import { type RawRecord, recordChars } from '../usage/raw-record.js';
import type { Window } from '../usage/window.js';
import type { ContentPolicy } from './content-policy.js';
import { judgePage, type OwnRules } from './judge.js';

export interface Pipeline {
  readonly usage: UsageStore;
  readonly runs: RunStore;
  readonly rules: OwnRules;
  readonly clock: Clock;
  /** Whose prompts and completions are kept; nobody's where it is absent. */
  readonly contents?: ContentPolicy;
  /** Told of every batch that was saved. */
  readonly onSaved?: (saved: SaveCounts) => void;
}

/** Records a transaction holds: enough to make its fixed cost small, few enough to keep memory and locks short. */
const BATCH_RECORDS = 4_000;
/** Records with bodies of a megabyte fill a batch sooner (characters). */
const BATCH_CHARS = 32 * 1024 * 1024;

/**
 * The whole job, for one window of one source: read it page by page, turn each record into a priced and attributed event
 * (or into a sight, where several logs tell of a call and are joined afterwards; or keep it in quarantine), save a batch a transaction, and move the checkpoint last, in the transaction of the final
 * batch. A kill at any moment repeats work and changes nothing. Throws what the source or the database throws, after noting
 * it on the run.
 */
export async function ingestWindow(
  source: LogSource,
  window: Window,
  purpose: Purpose,
  { usage, runs, rules, clock, contents, onSaved }: Pipeline,
  signal: AbortSignal,
): Promise<RunCounts> {
  const counts: RunCounts = { ...NO_RECORDS };
  const runId = await runs.begin(source.id, purpose, window);

  const saveBatch = async (records: readonly RawRecord[], isFinal: boolean): Promise<void> => {
    const now = clock.now();
    const judged = judgePage(records, {
      cloud: source.cloud,
      sourceId: source.id,
      rules,
      now,
      contents: contents?.rulesFor(source.id, now) ?? null,
    });
    counts.bytes += judged.bytes;
    counts.read += records.length;
    counts.ignored += judged.ignored;
    counts.rejected += judged.rejected.length;
    const { events, sights, rejected, drift, contents: kept } = judged;
    const batch = { cloud: source.cloud, sourceId: source.id, events, sights, rejected, drift, contents: kept };
    const checkpoint = (saved: SaveCounts) => ({ runId, window, counts: addSaved(counts, saved) });
    const saved = await usage.save(batch, isFinal ? checkpoint : null);
    Object.assign(counts, addSaved(counts, saved));
    onSaved?.(saved);
  };

  // One batch is being written while the next is read and judged; never two, so that batches are saved in order.
  let saving: Promise<void> = Promise.resolve();
  try {
    let waiting: RawRecord[] = [];
    let chars = 0;
    for await (const page of source.read(window, signal)) {
      counts.pages += 1;
      const pageChars = page.reduce((sum, record) => sum + recordChars(record), 0);
      if (waiting.length > 0 && (waiting.length + page.length > BATCH_RECORDS || chars + pageChars > BATCH_CHARS)) {
        await saving;
        saving = saveBatch(waiting, false);
        saving.catch(() => {});
        waiting = [];
        chars = 0;
      }
      waiting.push(...page);
      chars += pageChars;
    }
    await saving;
    signal.throwIfAborted();
    await saveBatch(waiting, true);
    source.saved?.(window);
    return counts;
  } catch (error) {
    await saving.catch(() => {});
    await runs.fail(runId, source.id, counts, wordsOf(error, signal)).catch(() => {});
    throw error;
  }
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return signal.reason instanceof LeaseLost ? signal.reason.message : 'stopped';
  return error instanceof Error ? error.message : String(error);
}

function addSaved(counts: RunCounts, saved: SaveCounts): RunCounts {
  return {
    ...counts,
    new: counts.new + saved.new,
    duplicate: counts.duplicate + saved.duplicate,
    merged: counts.merged + saved.merged,
    unpriced: counts.unpriced + saved.unpriced,
  };
}
