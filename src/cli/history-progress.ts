import { planHistory } from '../ingest/plan.js';
import { systemClock } from '../runtime/clock.js';
import { readsLog, type SourceConfig } from '../runtime/config/schema.js';
import type { Progress } from '../runtime/progress.js';
import type { UsageDatabase } from '../store/usage-database.js';
import { DAY_MS, historyStart, uncovered } from '../usage/window.js';

const EVERY_MS = 1_000;
/** The newest minutes are always on their way; history is done without them. */
const NEWEST_MS = 10 * 60_000;

/** Shows how far the collection of history has got, until it is done. */
export function reportHistory(
  database: UsageDatabase,
  sources: readonly SourceConfig[],
  progress: Progress,
): { stop(): Promise<void> } {
  const read = sources.filter(readsLog);
  const totalDays = read.reduce((sum, { historyDays }) => sum + historyDays, 0);
  let busy: Promise<void> | null = null;
  let ended = false;
  const end = (words: string) => {
    clearInterval(timer);
    if (!ended) progress.finish(words);
    ended = true;
  };

  const look = async () => {
    const now = systemClock.now();
    let missing = 0;
    for (const { id, historyDays } of read) {
      const covered = await database.runs.covered(id);
      const from = historyStart(now, historyDays);
      const whole = { from, to: now - NEWEST_MS };
      if (planHistory(covered, whole.to, from) === null) continue;
      missing += uncovered(whole, covered).reduce((sum, gap) => sum + (gap.to - gap.from), 0) / DAY_MS;
    }
    if (ended) return;
    progress.update(Math.max(0, totalDays - Math.ceil(missing)), totalDays, 'days of all sources');
    if (missing === 0) end('All history is collected; new calls arrive every ten seconds. Ctrl-C stops.');
  };
  const timer = setInterval(() => {
    busy ??= look()
      .catch(() => {})
      .finally(() => {
        busy = null;
      });
  }, EVERY_MS);

  return {
    stop: async () => {
      end('Stopped before all history was collected; the next start goes on from here.');
      await busy;
    },
  };
}
