import type { Cloud } from '../usage/cloud.js';
import type { SightKind } from '../usage/first-sight.js';
import type { Window } from '../usage/window.js';
import type { Activity } from './unusual/activity.js';
import type { FirstSight } from './unusual/first-seen.js';
import type { Caller, Gateway } from './unusual/gateway.js';
import type { JudgedPlace } from './watched-places.js';

/** Everything that the checks look at, at one moment. */
export interface WatchFacts {
  readonly now: number;
  readonly places: readonly JudgedPlace[];
  readonly sources: readonly SourceFacts[];
  readonly unpriced: readonly { readonly cloud: Cloud; readonly requests: number; readonly unpriced: number }[];
  /** What was done hour by hour; null while it is being read, as at the first collection and in a back-fill. */
  readonly unusual: UnusualFacts | null;
  /** Calls of this hour and the one before. */
  readonly calls: { readonly window: Window; readonly list: readonly ModelCalls[] };
  /** Models of the catalogue that were called in the last days. */
  readonly models: readonly ModelUse[];
  readonly attributed: readonly AttributedFacts[];
  readonly unlogged: readonly UnloggedFacts[];
  /** Callers of this hour and the one before; null where no gateway is named. */
  readonly callers: { readonly window: Window; readonly list: readonly CallerFacts[] } | null;
}

export interface UnusualFacts {
  readonly activity: Activity;
  readonly firstSights: readonly FirstSight[];
}

export interface ModelCalls {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly model: string;
  readonly requests: number;
  readonly throttled: number;
  /** Those that failed otherwise. */
  readonly failed: number;
}

export interface ModelUse {
  readonly cloud: Cloud;
  readonly model: string;
  readonly requests: number;
  /** From when on they are counted. */
  readonly since: number;
}

export interface AttributedFacts {
  readonly cloud: Cloud;
  readonly requests: number;
  readonly unattributedRequests: number;
  readonly costPico: bigint;
  readonly unattributedPico: bigint;
  readonly since: number;
}

/** Of the last 24 hours in which no record is late any more. */
export interface UnloggedFacts {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** Answered calls, by the meter. */
  readonly metered: number;
  readonly unlogged: number;
}

export interface CallerFacts extends Caller {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly requests: number;
}

export interface SourceFacts {
  readonly sourceId: string;
  /** The end of the newest span that has been read; null when nothing has. */
  readonly completeUpTo: number | null;
  /** When it is read next, where its readings are spaced for what they are billed. */
  readonly postponedTo: number | null;
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
  readonly usageSpike: {
    readonly factor: number;
    readonly minUsd: number;
    readonly minTokens: number;
    readonly learningDays: number;
    readonly coolDownHours: number;
  };
  readonly firstSeen: { readonly kinds: readonly SightKind[]; readonly learningDays: number };
  readonly refusals: { readonly minCalls: number; readonly minPercent: number; readonly factor: number };
  readonly offHours: { readonly minCalls: number };
  readonly errors: ShareThresholds;
  readonly throttling: ShareThresholds;
  readonly retiredModels: { readonly warnDays: number };
  readonly unattributed: { readonly warnPercent: number; readonly alertPercent: number };
  readonly unlogged: ShareThresholds;
  readonly gateway: Gateway & { readonly minCalls: number };
}

interface ShareThresholds {
  /** Fewer are never worth a word. */
  readonly minCalls: number;
  readonly warnPercent: number;
  readonly alertPercent: number;
}
