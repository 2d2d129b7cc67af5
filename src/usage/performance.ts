/** What limits count: requests that were let through, uncached input with what was written to the cache, output. */
export const PEAK_COUNTS = ['requests', 'input', 'output'] as const;
export type PeakCounts = (typeof PEAK_COUNTS)[number];

/** Latency as Azure averages it: until the first answer, until its last byte, and until its first token, per token of the prompt. */
export const LATENCY_METRICS = ['timeToResponse', 'timeToLastByte', 'normalizedTimeToFirstToken'] as const;
export type LatencyMetric = (typeof LATENCY_METRICS)[number];

/** Which deployment, as the meter names it and its model. */
interface MeteredDeployment {
  readonly deployment: string;
  readonly modelId: string;
  readonly modelVersion: string;
}

/** The busiest minute of an hour. Times are milliseconds since 1970. */
export interface BusiestMinute extends MeteredDeployment {
  readonly counts: PeakCounts;
  readonly hour: number;
  readonly minute: number;
  readonly value: bigint;
}

/** How long answers of an hour took, as the cloud averaged it: no percentile. */
export interface HourLatency extends MeteredDeployment {
  readonly metric: LatencyMetric;
  readonly hour: number;
  readonly averageMs: number;
  /** `null` where the cloud gave zero, which fills a gap and is no answer's time. */
  readonly leastMs: number | null;
  readonly mostMs: number;
}

/** What was read of some hours beside the counts. */
export interface HoursPerformance {
  readonly peaks: readonly BusiestMinute[];
  readonly latencies: readonly HourLatency[];
}
