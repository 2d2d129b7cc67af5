import type { Cloud } from '../usage/cloud.js';
import type { JudgedPlace } from './watched-places.js';

/** Everything that the checks look at, at one moment. */
export interface WatchFacts {
  readonly now: number;
  readonly places: readonly JudgedPlace[];
  readonly sources: readonly SourceFacts[];
  readonly unpriced: readonly { readonly cloud: Cloud; readonly requests: number; readonly unpriced: number }[];
}

export interface SourceFacts {
  readonly sourceId: string;
  /** The end of the newest span that has been read; null when nothing has. */
  readonly completeUpTo: number | null;
  /** Days that the log keeps its records, where that is known and not for ever. */
  readonly keptDays: number | null;
  /** Records of the last 24 hours that could not be read. */
  readonly quarantined: number;
}

/** From when on a figure is worth a warning, and from when on an alert. */
export interface Thresholds {
  readonly collectorBehind: { readonly warnMinutes: number; readonly alertMinutes: number };
  readonly quarantine: { readonly warn: number; readonly alert: number };
  readonly unpriced: { readonly warnPercent: number; readonly alertPercent: number };
  readonly logDelivery: { readonly alert: number };
}
