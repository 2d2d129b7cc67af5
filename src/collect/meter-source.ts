import type { Cloud } from '../usage/cloud.js';
import type { MeteredMetric } from '../usage/metered.js';
import type { HoursPerformance } from '../usage/performance.js';
import type { Window } from '../usage/window.js';

/** What a meter counted in one period. Counts are whole. */
export interface MeterBin {
  readonly accountId: string;
  readonly region: string;
  /** As the meter spells it; empty for what is counted for all models together. */
  readonly modelId: string;
  /** The deployment, and the version of its model, where the meter tells them. */
  readonly deployment?: string;
  readonly modelVersion?: string;
  readonly metric: MeteredMetric;
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number;
  readonly periodMs: number;
  readonly value: bigint;
}

/** How full and how fast deployments ran, where the cloud's metrics tell it. No cost hangs on it. */
export interface PerformanceSource {
  /** How far back it is read. */
  readonly days: number;
  /** Of every hour of the window, which is of whole hours that have ended. Throws SourceUnavailable. */
  read(window: Window, signal: AbortSignal): Promise<HoursPerformance>;
}

/** What every reader of a cloud's own metrics promises. */
export interface MeterSource {
  /** Stable name, e.g. `metrics-111122223333-us-east-1`. */
  readonly id: string;
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** Models that have been idle for longer are not listed any more: their older bins must be asked for by name. */
  readonly forgetsIdleAfterMs: number;
  /** For so many days the cloud keeps what it counted by the hour. */
  readonly keptDays: number;
  readonly performance?: PerformanceSource;

  /**
   * Every bin that begins in the window, in parts; each bin once. The window is of whole periods that have ended. A period
   * without a bin is one in which nothing happened. `modelIds`, in the meter's spelling, are asked for by name where the
   * meter may have forgotten them. Throws SourceUnavailable.
   */
  read(window: Window, modelIds: readonly string[], signal: AbortSignal): AsyncIterable<MeterBin[]>;
}
