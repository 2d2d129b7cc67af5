import { SourceUnavailable } from '../collect/log-source.js';
import type { MeterSource } from '../collect/meter-source.js';
import { JOINS } from '../join/joins.js';
import type { Clock } from '../runtime/clock.js';
import type { MeterStore } from '../store/meters.store.js';
import { meteredKey } from '../usage/metered-key.js';
import { HOUR_MS } from '../usage/window.js';
import { planMeter } from './meter-plan.js';

/** What a meter is read with. */
export interface MeterParts {
  readonly source: MeterSource;
  readonly store: MeterStore;
  readonly clock: Clock;
  readonly historyDays: number;
}

/**
 * Reads what is due of a meter. A window is saved whole, so that a kill repeats one and changes nothing. A meter that cannot
 * be read says so in its state and is tried again at the next run; answers how many windows were read.
 */
export async function readMeter(
  { source, store, clock, historyDays }: MeterParts,
  signal: AbortSignal,
): Promise<number> {
  const { covered, askedFor } = await store.progress(source.id);
  const logged = await store.loggedModelIds(source.accountId, source.region);
  const modelIds = [...new Set(logged.map(meteredKey))];
  const now = clock.now();
  const hasNew = modelIds.some((modelId) => !askedFor.includes(modelId));
  const rereadBefore = Math.floor((now - source.forgetsIdleAfterMs) / HOUR_MS) * HOUR_MS;
  const windows = planMeter(
    covered,
    now,
    { historyDays, keptDays: source.keptDays },
    hasNew ? rereadBefore : undefined,
  );
  const groupKeyOf = JOINS[source.cloud]?.keyOfBin;
  for (const [index, window] of windows.entries()) {
    try {
      const hours = [];
      for await (const bins of source.read(window, modelIds, signal)) {
        hours.push(...bins.map((bin) => ({ ...bin, groupKey: groupKeyOf?.({ deployment: '', ...bin }) })));
      }
      await store.save(source, window, hours);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceUnavailable)) throw error;
      await store.fail(source, error.reason === 'permission' ? 'permission' : 'failing', error.message);
      return index;
    }
  }
  if (hasNew) await store.noteAskedFor(source.id, modelIds);
  return windows.length;
}
